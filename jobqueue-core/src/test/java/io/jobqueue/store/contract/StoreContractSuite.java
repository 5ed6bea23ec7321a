package io.jobqueue.store.contract;

import io.jobqueue.store.StoreBackend;

import org.junit.jupiter.api.Nested;

/**
 * The whole contract. A back end binds it by one class that says how to make a fresh
 * store; what must be closed after a test, it closes in an {@code @AfterEach} of its own.
 */
public abstract class StoreContractSuite extends SearchContractSuite {

	@Nested
	class Insert extends InsertContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Claim extends ClaimContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Finish extends FinishContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Interruption extends InterruptionContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Line extends LineContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Exchanging extends ExchangeContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Fencing extends FencingContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Lease extends LeaseContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Progress extends ProgressContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Drains extends DrainContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Stacks extends StackContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Cancel extends CancelContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class RequeueAndDelete extends RequeueAndDeleteContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Bulk extends BulkContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Schedule extends ScheduleContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class RecurringKeep extends RecurringKeepContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Recurring extends RecurringContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Move extends MoveContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Retention extends RetentionContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Signal extends SignalContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Text extends TextContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Race extends RaceContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class Unique extends UniqueKeyContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class UniqueInsert extends UniqueInsertContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class UniqueReplacement extends UniqueReplacementContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

	@Nested
	class UniqueRaces extends UniqueRaceContract {

		@Override
		protected StoreBackend backend() {
			return newBackend();
		}

	}

}
