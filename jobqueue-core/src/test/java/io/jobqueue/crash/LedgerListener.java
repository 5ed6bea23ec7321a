package io.jobqueue.crash;

import java.time.Duration;

import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.worker.options.WorkerListener;

/**
 * Writes into the ledger what a worker tells its listeners.
 */
record LedgerListener(Ledger ledger, String worker) implements WorkerListener {

	@Override
	public void started(ClaimedJob job, String task, Duration wait) {
		write(Event.START, job);
	}

	@Override
	public void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
		if (outcome.kind() == Outcome.Kind.END) {
			write(Event.STORED, job);
		}
	}

	@Override
	public void lost(ClaimedJob job, String task) {
		write(Event.LOST, job);
	}

	@Override
	public void abandoned(ClaimedJob job, String task) {
		write(Event.ABANDONED, job);
	}

	private void write(Event event, ClaimedJob job) {
		this.ledger.write(event, job.id().value(), this.worker, job.delivery());
	}

}
