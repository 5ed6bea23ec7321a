package io.jobqueue.crash;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.crash.Ledger.Event;

/**
 * Writes into the ledger what a worker publishes.
 */
record LedgerListener(Ledger ledger, String worker) implements JobEventListener {

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Started started) {
			write(Event.START, started);
		}
		else if (event instanceof JobEvent.Finished finished && finished.status().isEnd()) {
			write(Event.STORED, finished);
		}
		else if (event instanceof JobEvent.Lost lost) {
			write(Event.LOST, lost);
		}
		else if (event instanceof JobEvent.Abandoned abandoned) {
			write(Event.ABANDONED, abandoned);
		}
	}

	private void write(Event event, JobEvent.OfAttempt attempt) {
		this.ledger.write(event, attempt.id().value(), this.worker, attempt.delivery());
	}

}
