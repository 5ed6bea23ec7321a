package io.jobqueue.store.contract;

import io.jobqueue.store.StoreBackend;

import org.junit.jupiter.api.Nested;

/**
 * The contract of limits. A back end that has them binds it as it binds
 * {@link StoreContractSuite}.
 */
public abstract class LimitContractSuite {

	/** A fresh back end that shares nothing with those of other tests. */
	protected abstract StoreBackend newBackend();

	@Nested
	class Bounds extends LimitContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Lives extends LimitLifeContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class ParkedKeys extends ParkedKeyContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Permits extends PermitContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Rates extends RateContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Suspects extends SuspectContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Wakes extends LimitWakeContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

}
