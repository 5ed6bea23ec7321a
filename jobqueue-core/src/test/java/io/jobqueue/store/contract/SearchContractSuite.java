package io.jobqueue.store.contract;

import io.jobqueue.store.StoreBackend;

import org.junit.jupiter.api.Nested;

/** What a store answers to readers. */
abstract class SearchContractSuite extends QueueContractSuite {

	@Nested
	class Flows extends FlowContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class FlowEnds extends FlowEndContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class FlowKeep extends FlowKeepContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class FlowDeaths extends FlowDeathContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

		@Override
		protected int stride() {
			return stridesOfDeaths();
		}

	}

	@Nested
	class Parents extends ParentContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Browse extends BrowseContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Tags extends TagContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class TagSearch extends TagSearchContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Summary extends SummaryContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class FlowList extends FlowListContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Failures extends FailureContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Statistics extends StatisticsContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

}
