package io.jobqueue.store.jdbc;

import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.store.Outcome;

/**
 * What becomes of a job that leaves its worker, one method for each way. The caller has
 * locked its row.
 */
final class Finishing {

	private final Changes changes;

	private final Moment now;

	Finishing(Changes changes, Moment now) {
		this.changes = changes;
		this.now = now;
	}

	/**
	 * Apply an outcome.
	 * @param job a job of the worker, with the past it has, or an empty one
	 */
	void apply(Held job, Outcome outcome) {
		this.changes.leaveRunning(job.running());
		job.past().finished(outcome, job.running().worker());
		switch (outcome.kind()) {
			case END -> end(job, outcome);
			case RETRY -> retry(job, outcome);
			case INTERRUPT -> interrupt(job, outcome);
			case LOSS -> lose(job);
			case GIVE_BACK -> giveBack(job);
			case UNKNOWN_TASK -> unknownTask(job, outcome);
		}
	}

	private void end(Held job, Outcome outcome) {
		attempted(job, outcome);
		job.past().interruptions = 0;
		job.past().result = outcome.result();
		if (outcome.status() == JobStatus.SUCCESS) {
			job.past().progress = 1;
			job.past().error = null;
		}
		end(job, outcome.status());
	}

	private void end(Held job, JobStatus status) {
		job.past().ended(status, this.now);
		this.changes.end(job.past(), job.running().slot(), job.task());
	}

	private void retry(Held job, Outcome outcome) {
		attempted(job, outcome);
		job.past().interruptions = 0;
		Slot slot = job.running().slot();
		Slot waiting = slot.withCounts(slot.delivery(), slot.retries() + 1, 0)
			.atTail((outcome.queue() != null) ? outcome.queue() : slot.queue(), this.now.after(outcome.delay()),
					this.now.nextPlace());
		waits(job, waiting, outcome.status());
	}

	private void interrupt(Held job, Outcome outcome) {
		attempted(job, outcome);
		job.past().interruptions++;
		Slot slot = job.running().slot();
		waits(job, slot.withCounts(slot.delivery(), slot.retries(), 0).first(), JobStatus.INTERRUPTED);
	}

	private void lose(Held job) {
		Past past = job.past();
		past.attempted(job.running(), JobStatus.INTERRUPTED, null, this.now.instant());
		past.unknownSince = null;
		past.interruptions++;
		Slot slot = job.running().slot();
		waits(job, slot.withCounts(slot.delivery(), slot.retries(), slot.losses() + 1).byPriority(), JobStatus.QUEUED);
	}

	private void giveBack(Held job) {
		waits(job, job.running().slot(), JobStatus.QUEUED);
	}

	private void unknownTask(Held job, Outcome outcome) {
		Past past = job.past();
		past.unknownSince = (past.unknownSince != null) ? past.unknownSince : Long.valueOf(this.now.millis());
		Slot slot = job.running().slot();
		waits(job, slot.atTail(slot.queue(), this.now.after(outcome.delay()), this.now.nextPlace()), JobStatus.RETRY);
	}

	/** A person or code ends it while it runs. */
	void cancel(Held job) {
		this.changes.leaveRunning(job.running());
		if (!job.running().inLine()) {
			job.past().attempted(job.running(), JobStatus.CANCELLED, null, this.now.instant());
		}
		end(job, JobStatus.CANCELLED);
	}

	/**
	 * Its worker was lost.
	 * @return whether it was one too many
	 */
	boolean lose(Held job, int maxLosses) {
		this.changes.leaveRunning(job.running());
		// A worker that does not know the task holds it for a moment only.
		job.past().unknownSince = null;
		Slot slot = job.running().slot();
		if (slot.losses() < maxLosses) {
			job.past().attempted(job.running(), JobStatus.QUEUED, null, this.now.instant());
			waits(job, slot.byPriority(), JobStatus.QUEUED);
			return false;
		}
		JobError error = new JobError(PoisonJobException.class.getName(),
				"%s workers in a row were lost while they ran job '%s', the last one was '%s'".formatted(slot.losses(),
						slot.id(), job.running().worker()),
				null);
		job.past().attempted(job.running(), JobStatus.FAILED, error, this.now.instant());
		job.past().error = error;
		end(job, JobStatus.FAILED);
		return true;
	}

	private void waits(Held job, Slot slot, JobStatus status) {
		this.changes.past(job.past(), slot);
		if (status == JobStatus.RETRY) {
			this.changes.enterScheduled(slot.withPast(), status);
		}
		else {
			this.changes.enterReady(slot.withPast());
		}
	}

	/** The attempt was made and its worker lived to tell of it. */
	private void attempted(Held job, Outcome outcome) {
		job.past().attempted(job.running(), outcome.status(), outcome.error(), this.now.instant());
		job.past().unknownSince = null;
	}

	/**
	 * A job that a worker holds.
	 *
	 * @param running the job
	 * @param past what has become of it before
	 * @param task its task, where the way it goes counts by task; else empty
	 */
	record Held(Running running, Past past, String task) {
	}

}
