package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.UniqueKey.Scope;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.jspecify.annotations.Nullable;

/** The unique keys of the jobs, for one step of the store. */
record MemoryUniqueKeys(MemoryStep step) implements StepHooks {

	/**
	 * Let a new job own its key.
	 * @param full whether its queue has no room for it
	 * @return what came of the job, {@code null} if it is to be stored
	 */
	@Nullable InsertResult claim(NewJob job, boolean full) {
		UniqueTrait key = job.traits().unique();
		if (key == null) {
			return full ? InsertResult.FULL : null;
		}
		MemoryQueue queue = this.step.store.queue(job.queue());
		JobId owner = queue.ownerOf(key.name(), this.step.now);
		if (owner != null && !owner.equals(job.id())) {
			InsertResult.Kind kind = key.replaces() ? replace(owner, job, key) : InsertResult.Kind.KEPT;
			if (kind != null) {
				return new InsertResult(kind, owner);
			}
		}
		if (full) {
			return InsertResult.FULL;
		}
		Duration time = key.time();
		queue.keys.put(key.name(), new Owner(job.id(), (time != null) ? this.step.now.plus(time) : null));
		return null;
	}

	/** Only an owner that waits for its first run is replaced. */
	private InsertResult.@Nullable Kind replace(JobId owner, NewJob job, UniqueTrait key) {
		MemoryJob old = this.step.store.jobs.get(owner);
		if (old == null || old.state.wasAttempted() || !isWaiting(old.state)) {
			return null;
		}
		old.data = old.data.withDetails(job.details().inPlaceOf(old.data.details()));
		if (key.conflict() != Conflict.DEBOUNCE) {
			return InsertResult.Kind.REPLACED;
		}
		Instant due = this.step.now.plus(Objects.requireNonNullElse(job.delay(), Duration.ZERO));
		Instant latest = old.createdAt.plus(Objects.requireNonNull(key.maxWait()));
		this.step.putOff(old, due.isAfter(latest) ? latest : due);
		return InsertResult.Kind.DEBOUNCED;
	}

	private static boolean isWaiting(JobState state) {
		return state.hold() == null && (state.status() == JobStatus.QUEUED || state.status() == JobStatus.SCHEDULED);
	}

	@Override
	public void started(JobState job) {
		UniqueTrait key = keyOf(job.id());
		if (key != null && key.scope() == Scope.UNTIL_STARTED) {
			free(job.queue(), key, job.id());
		}
	}

	/** A job that waits again, claimed only to learn its limits, owns its key again. */
	void parked(JobState job) {
		UniqueTrait key = keyOf(job.id());
		if (key != null && key.scope() == Scope.UNTIL_STARTED && !job.wasAttempted()) {
			take(job, key);
		}
	}

	/** A key does not move with a job that another queue has one for. */
	@Override
	public void stopped(Transition transition) {
		UniqueTrait key = transition.moves() ? keyOf(transition.before().id()) : null;
		if (key != null && key.scope() == Scope.UNTIL_DONE) {
			free(transition.before().queue(), key, transition.before().id());
			take(Objects.requireNonNull(transition.after()), key);
		}
	}

	@Override
	public void ended(Transition transition) {
		UniqueTrait key = keyOf(transition.before().id());
		if (key != null && (key.scope() != Scope.FOR_TIME || transition.isEarlyEnd())) {
			free(transition.before().queue(), key, transition.before().id());
		}
	}

	@Override
	public void revived(Transition transition) {
		UniqueTrait key = keyOf(transition.before().id());
		if (key != null && key.scope() != Scope.FOR_TIME) {
			take(Objects.requireNonNull(transition.after()), key);
		}
	}

	private @Nullable UniqueTrait keyOf(JobId id) {
		MemoryJob job = this.step.store.jobs.get(id);
		return (job != null) ? job.data.traits().unique() : null;
	}

	private void free(String queue, UniqueTrait key, JobId id) {
		MemoryQueue known = this.step.store.queue(queue);
		if (id.equals(known.ownerOf(key.name(), this.step.now))) {
			known.keys.remove(key.name());
		}
	}

	private void take(JobState job, UniqueTrait key) {
		MemoryQueue queue = this.step.store.queue(job.queue());
		if (queue.ownerOf(key.name(), this.step.now) == null) {
			queue.keys.put(key.name(), new Owner(job.id(), null));
		}
	}

	/**
	 * The owner of a key.
	 *
	 * @param id the job
	 * @param until when the key runs out, {@code null} for one that does not
	 */
	record Owner(JobId id, @Nullable Instant until) {

		boolean isOver(Instant now) {
			return this.until != null && !this.until.isAfter(now);
		}

	}

}
