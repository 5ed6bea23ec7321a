package io.jobqueue.store.jdbc.row;

import java.time.Instant;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;

import org.jspecify.annotations.Nullable;

/**
 * A job as its rows say.
 *
 * @param state its state
 * @param slot its place among others
 * @param past what has become of it, {@link HistoryRow#NONE} if nothing yet
 * @param task its task, where the way it goes counts by task; else empty
 */
public record StoredJob(JobState state, QueueEntry slot, HistoryRow past, String task) {

	/** A job that is ready; its past may be left out where no event needs it. */
	public static StoredJob ready(QueueEntry slot, HistoryRow past, String task) {
		return waiting(slot, slot.readyStatus(), past, task);
	}

	/** A job that waits. */
	public static StoredJob waiting(QueueEntry slot, JobStatus status, HistoryRow past, String task) {
		return new StoredJob(state(slot, status, past, null), slot, past, task);
	}

	/** A job that a worker holds. */
	public static StoredJob held(RunningRow running, HistoryRow past, String task) {
		JobState.Hold hold = new JobState.Hold(running.worker(), Instant.ofEpochMilli(running.startedAt()),
				running.progress(), running.inLine());
		return new StoredJob(state(running.slot(), running.status(), past, hold), running.slot(), past, task);
	}

	/** A job that has ended. */
	public static StoredJob ended(QueueEntry slot, JobStatus status, HistoryRow past, String task) {
		return new StoredJob(state(slot, status, past, null), slot, past, task);
	}

	private static JobState state(QueueEntry slot, JobStatus status, HistoryRow past, JobState.@Nullable Hold hold) {
		return new JobState(JobId.of(slot.id()), slot.queue(), status, slot.isFirst(),
				Instant.ofEpochMilli(slot.dueAt()), slot.delivery(), slot.retries(), slot.lostDeliveries(),
				past.interruptions(), past.maxRetries(), hold, past.last(), past.finish(), past.unknownSince(),
				past.endedAt());
	}

	/** The same job, which is under limits from now on. */
	public StoredJob limited() {
		return new StoredJob(this.state, this.slot.withMarks(this.slot.marks() | QueueEntry.LIMITED), this.past,
				this.task);
	}

	public StoredJob with(JobState after) {
		return new StoredJob(after, this.slot, this.past, this.task);
	}

}
