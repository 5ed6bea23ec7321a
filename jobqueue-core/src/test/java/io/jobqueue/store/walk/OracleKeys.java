package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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

/**
 * Who owns which unique key.
 */
final class OracleKeys implements StepHooks {

	private final Oracle oracle;

	private final Map<Key, Owner> owners = new HashMap<>();

	/** All names that ever were. */
	final Set<String> names = new TreeSet<>();

	OracleKeys(Oracle oracle) {
		this.oracle = oracle;
	}

	@Nullable JobId owner(String queue, String name) {
		Owner owner = this.owners.get(new Key(queue, name));
		return (owner != null && !owner.isOver(this.oracle.time.now())) ? owner.id : null;
	}

	@Nullable JobId release(String queue, String name) {
		JobId owner = owner(queue, name);
		this.owners.remove(new Key(queue, name));
		return owner;
	}

	/** Whether a job or the time alone owns a key of the queue. */
	boolean isUsed(String queue) {
		return this.owners.keySet()
			.stream()
			.anyMatch((key) -> key.queue.equals(queue) && owner(queue, key.name) != null);
	}

	/**
	 * Let a new job own its key.
	 * @return what becomes of the job, {@code null} if it is stored
	 */
	@Nullable InsertResult take(NewJob job, boolean full) {
		UniqueTrait key = job.traits().unique();
		if (key != null) {
			this.names.add(key.name());
			JobId owner = owner(job.queue(), key.name());
			InsertResult.Kind kind = (owner != null && !owner.equals(job.id())) ? conflict(owner, job, key) : null;
			if (kind != null) {
				return new InsertResult(kind, owner);
			}
		}
		if (full) {
			return InsertResult.FULL;
		}
		if (key != null) {
			Instant until = (key.time() != null) ? this.oracle.time.now().plus(key.time()) : null;
			this.owners.put(new Key(job.queue(), key.name()), new Owner(job.id(), until));
		}
		return null;
	}

	private InsertResult.@Nullable Kind conflict(JobId owner, NewJob job, UniqueTrait key) {
		if (!key.replaces()) {
			return InsertResult.Kind.KEPT;
		}
		OracleJob old = this.oracle.jobs.get(owner);
		if (old == null || old.state.wasAttempted()
				|| (old.status() != JobStatus.QUEUED && old.status() != JobStatus.SCHEDULED)) {
			return null;
		}
		old.data = old.data.withDetails(job.details().withPriority(old.data.priority()));
		if (key.conflict() == Conflict.REPLACE) {
			return InsertResult.Kind.REPLACED;
		}
		Instant now = this.oracle.time.now();
		Instant due = now.plus(Objects.requireNonNullElse(job.delay(), Duration.ZERO));
		Instant latest = old.createdAt.plus(Objects.requireNonNull(key.maxWait()));
		Instant earlier = due.isAfter(latest) ? latest : due;
		if (earlier.isAfter(now)) {
			old.state = old.state.putOff(earlier);
		}
		return InsertResult.Kind.DEBOUNCED;
	}

	@Override
	public void started(JobState job) {
		UniqueTrait key = key(job.id());
		if (key != null && key.scope() == Scope.UNTIL_STARTED) {
			free(job.queue(), key, job.id());
		}
	}

	/** A job was claimed only to learn its limits, and waits. */
	void parked(JobState job) {
		UniqueTrait key = key(job.id());
		if (key != null && key.scope() == Scope.UNTIL_STARTED && !job.wasAttempted()) {
			takeIfFree(job, key);
		}
	}

	@Override
	public void stopped(Transition transition) {
		UniqueTrait key = transition.moves() ? key(transition.before().id()) : null;
		if (key != null && key.scope() == Scope.UNTIL_DONE) {
			free(transition.before().queue(), key, transition.before().id());
			takeIfFree(transition.after(), key);
		}
	}

	@Override
	public void ended(Transition transition) {
		UniqueTrait key = key(transition.before().id());
		if (key != null && (key.scope() != Scope.FOR_TIME || transition.isEarlyEnd())) {
			free(transition.before().queue(), key, transition.before().id());
		}
	}

	@Override
	public void revived(Transition transition) {
		UniqueTrait key = key(transition.before().id());
		if (key != null && key.scope() != Scope.FOR_TIME) {
			takeIfFree(transition.after(), key);
		}
	}

	private @Nullable UniqueTrait key(JobId id) {
		OracleJob job = this.oracle.jobs.get(id);
		return (job != null) ? job.data.traits().unique() : null;
	}

	private void free(String queue, UniqueTrait key, JobId id) {
		if (id.equals(owner(queue, key.name()))) {
			this.owners.remove(new Key(queue, key.name()));
		}
	}

	private void takeIfFree(JobState job, UniqueTrait key) {
		if (owner(job.queue(), key.name()) == null) {
			this.owners.put(new Key(job.queue(), key.name()), new Owner(job.id(), null));
		}
	}

	private record Key(String queue, String name) {
	}

	private record Owner(JobId id, @Nullable Instant until) {

		boolean isOver(Instant now) {
			return this.until != null && !this.until.isAfter(now);
		}

	}

}
