package io.jobqueue.store.memory;

import java.time.Instant;

import io.jobqueue.JobStatus;
import io.jobqueue.store.Outcome;

/**
 * What an outcome does to the job, one method for each kind.
 */
final class Finish {

	private final Turn turn;

	private final JobEntry entry;

	Finish(Turn turn, JobEntry entry) {
		this.turn = turn;
		this.entry = entry;
	}

	void apply(Outcome outcome, String worker) {
		this.turn.detach(this.entry);
		this.entry.finished(outcome, worker);
		switch (outcome.kind()) {
			case END -> end(outcome);
			case RETRY -> retry(outcome);
			case INTERRUPT -> interrupt(outcome);
			case LOSS -> lose();
			case GIVE_BACK -> giveBack();
			case UNKNOWN_TASK -> unknownTask(outcome);
		}
	}

	private void end(Outcome outcome) {
		this.entry.attempted(outcome.status(), outcome.error(), this.turn.now());
		this.entry.interruptions = 0;
		this.entry.result = outcome.result();
		if (outcome.status() == JobStatus.SUCCESS) {
			this.entry.progress = 1;
			this.entry.error = null;
		}
		this.turn.end(this.entry, outcome.status());
	}

	private void retry(Outcome outcome) {
		this.entry.attempted(outcome.status(), outcome.error(), this.turn.now());
		this.entry.interruptions = 0;
		this.entry.retries++;
		String queue = (outcome.queue() != null) ? outcome.queue() : this.entry.queue;
		this.turn.attachAtTail(this.entry, queue, outcome.status(), dueAt(outcome));
	}

	private void interrupt(Outcome outcome) {
		this.entry.attempted(JobStatus.INTERRUPTED, outcome.error(), this.turn.now());
		this.entry.interruptions++;
		this.entry.first = true;
		this.turn.attach(this.entry, this.entry.queue, JobStatus.INTERRUPTED);
	}

	private void lose() {
		int losses = this.entry.losses + 1;
		this.entry.attempted(JobStatus.INTERRUPTED, null, this.turn.now());
		this.entry.interruptions++;
		this.entry.losses = losses;
		this.entry.first = false;
		this.turn.attach(this.entry, this.entry.queue, JobStatus.QUEUED);
	}

	private void giveBack() {
		this.entry.unbegin();
		this.turn.attach(this.entry, this.entry.queue, this.entry.first ? JobStatus.INTERRUPTED : JobStatus.QUEUED);
	}

	private void unknownTask(Outcome outcome) {
		this.entry.unbegin();
		if (this.entry.unknownSince == null) {
			this.entry.unknownSince = this.turn.now();
		}
		this.turn.attachAtTail(this.entry, this.entry.queue, JobStatus.RETRY, dueAt(outcome));
	}

	private Instant dueAt(Outcome outcome) {
		return this.turn.now().plus(outcome.delay());
	}

}
