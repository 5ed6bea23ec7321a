package io.jobqueue.store.schedule;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule;

import org.jspecify.annotations.Nullable;

/**
 * A schedule in a store.
 *
 * @param name its name, unique in the store
 * @param queue the queue of its jobs
 * @param revision from 1 to 2<sup>53</sup>, grows with each change. The first one is
 * random: a schedule that was removed and made again has none that it had before
 * @param due when to look at it next, {@code null} if it does not fire
 * @param waiting the tick that waits for the end of the last job, {@code null} for none
 * @param lastTick the tick of the last job, {@code null} for none
 * @param lastJob the last job, {@code null} for none
 * @param fingerprint of its definition, at most 64 ASCII characters; empty if no
 * declaration is to match
 * @param definition its definition, which stores do not interpret
 * @param marks what else is kept of it, at most 200 characters, which stores do not
 * interpret
 * @param declaredAt when a worker declared it last, {@code null} if it needs no
 * declaration
 * @param runs its last ticks, the newest first, at most {@link #RUNS}
 */
public record StoredSchedule(String name, String queue, long revision, @Nullable Instant due, @Nullable Instant waiting,
		@Nullable Instant lastTick, @Nullable JobId lastJob, String fingerprint, String definition, String marks,
		@Nullable Instant declaredAt, List<JobSchedule.Run> runs) {

	/** How many ticks are noted. */
	public static final int RUNS = 20;

	public StoredSchedule {
		runs = List.copyOf(runs);
	}

	/** The same schedule without its notes. */
	public StoredSchedule withoutRuns() {
		return new StoredSchedule(this.name, this.queue, this.revision, this.due, this.waiting, this.lastTick,
				this.lastJob, this.fingerprint, this.definition, this.marks, this.declaredAt, List.of());
	}

}
