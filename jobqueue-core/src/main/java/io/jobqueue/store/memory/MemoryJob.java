package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobInfo;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.KeptData;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.notes.KeptNotes;

/**
 * A job: its immutable part and its current state. A {@link MemoryStep} changes it while
 * it is in no queue.
 */
final class MemoryJob {

	/** INTERRUPTED before all others, then by priority, then by due time. */
	static final Comparator<MemoryJob> CLAIM_ORDER = Comparator.comparing((MemoryJob job) -> !job.state.first())
		.thenComparing((job) -> job.data.priority(), Comparator.reverseOrder())
		.thenComparing((job) -> job.state.dueAt())
		.thenComparing((job) -> job.sequence);

	static final Comparator<MemoryJob> DUE_ORDER = Comparator.comparing((MemoryJob job) -> job.state.dueAt())
		.thenComparing((job) -> job.sequence);

	/** Ordered by the last change of state. */
	static final Comparator<MemoryJob> CHANGE_ORDER = Comparator.comparing((job) -> job.change);

	/** Its id, queue and priority do not change. */
	NewJob data;

	final Instant createdAt;

	JobState state;

	KeptData kept = KeptData.NONE;

	JobTraits traits;

	final KeptNotes notes = new KeptNotes();

	/** Orders jobs that are due at the same time. */
	private long sequence;

	private long change;

	private List<JobAttempt> history = List.of();

	MemoryJob(NewJob data, Instant now, long number) {
		this.data = data;
		this.createdAt = now;
		this.traits = data.traits();
		this.state = JobState.inserted(data, now);
		this.sequence = number;
		this.change = number;
	}

	void become(JobState after, Transition transition, long number) {
		this.state = after;
		this.kept = this.kept.after(transition);
		if (transition.startsAnew()) {
			this.notes.deleteSteps();
		}
		this.change = number;
		this.sequence = transition.atTail() ? number : this.sequence;
		JobAttempt attempt = transition.attempt();
		if (attempt != null) {
			int surplus = Math.max(0, this.history.size() + 1 - Transition.HISTORY);
			this.history = Stream.concat(this.history.stream().skip(surplus), Stream.of(attempt)).toList();
		}
	}

	long sequence() {
		return this.sequence;
	}

	ClaimedJob toClaimed() {
		return this.state.toClaimed(this.data.details(), this.createdAt).withLimits(this.traits.limits());
	}

	JobInfo toInfo() {
		return this.state.toInfo(this.data.details(), this.traits, this.createdAt, this.kept, this.history);
	}

}
