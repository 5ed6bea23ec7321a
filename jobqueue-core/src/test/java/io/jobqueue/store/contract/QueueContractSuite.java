package io.jobqueue.store.contract;

import io.jobqueue.store.StoreBackend;
import org.junit.jupiter.api.Nested;

/**
 * The part of the contract about queues as a whole, about jobs that enter them before
 * their time, about notes of attempts, about the audit, and about raw queues.
 */
public abstract class QueueContractSuite {

	/** A fresh back end that shares nothing with those of other tests. */
	protected abstract StoreBackend newBackend();

	/** A program that fills the raw queues of the last back end. */
	protected abstract ForeignProgram foreignProgram();

	/** How far dispatchers at the same time may pass a maximum size together. */
	protected int excess(int inFlight) {
		return 0;
	}

	/** How many calls lie between those at which tests of flows let a process die. */
	protected int stridesOfDeaths() {
		return 1;
	}

	@Nested
	class Pause extends PauseContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Rules extends RulesContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class MaxSize extends MaxSizeContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

		@Override
		protected int excess(int inFlight) {
			return QueueContractSuite.this.excess(inFlight);
		}

	}

	@Nested
	class RunNow extends RunNowContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class NewestFirst extends NewestFirstContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Audit extends AuditContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Steps extends StepContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Logs extends LogContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Raw extends RawContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

		@Override
		protected ForeignProgram program() {
			return foreignProgram();
		}

	}

	@Nested
	class RawMoves extends RawMoveContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

		@Override
		protected ForeignProgram program() {
			return foreignProgram();
		}

	}

	@Nested
	class RawRaces extends RawRaceContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

		@Override
		protected ForeignProgram program() {
			return foreignProgram();
		}

	}

}
