package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.SeenJob;
import io.jobqueue.store.redis.move.ForwardingEntries;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.store.redis.step.JobSteps;

import org.jspecify.annotations.Nullable;

/**
 * What is done to jobs and queues from outside. A job is looked for in the queue of its
 * id and where that forwards to; an id of another form is looked for in all queues.
 */
final class RedisJobActions implements JobActions {

	private static final int MAX_HOPS = 20;

	private final RedisAccess redis;

	private final JobSteps steps;

	private final QueueMoves moves;

	private final ForwardingEntries forwards;

	RedisJobActions(RedisAccess redis, QueueMoves moves) {
		this.forwards = new ForwardingEntries(redis);
		this.redis = redis;
		this.steps = new JobSteps(redis);
		this.moves = moves;
	}

	/**
	 * Most jobs are where their ids say, or one queue further. Those that are not, or are
	 * on their way, are followed one by one.
	 */
	@Override
	public Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		Deed deed = new Deed(new ActionEvent(act), from);
		Map<JobId, JobBefore> before = new LinkedHashMap<>();
		Map<String, Set<String>> forwarded = new LinkedHashMap<>();
		Map<String, String> strays = new LinkedHashMap<>();
		homes(ids).forEach((queue, some) -> act(deed, queue, some).forEach((id, job) -> {
			if (job.isMoving()) {
				strays.put(id, queue);
			}
			else if (!deed.note(job, queue, before) && !job.forward().isEmpty()) {
				forwarded.computeIfAbsent(ForwardingEntries.queue(job.forward()), (name) -> new LinkedHashSet<>())
					.add(id);
			}
		}));
		forwarded.forEach((queue, some) -> act(deed, queue, some).forEach((id, job) -> {
			if (job.isMoving() || !deed.note(job, queue, before)) {
				strays.put(id, JobId.of(id).queue().orElse(queue));
			}
		}));
		strays.forEach((id, home) -> follow(deed, home, id, before));
		return before;
	}

	private Map<String, Set<String>> homes(Collection<JobId> ids) {
		Map<String, Set<String>> homes = new LinkedHashMap<>();
		for (JobId id : ids) {
			for (String queue : id.queue().map(List::of).orElseGet(this.redis::queues)) {
				homes.computeIfAbsent(queue, (name) -> new LinkedHashSet<>()).add(id.value());
			}
		}
		return homes;
	}

	/**
	 * The job may go on while it is followed. A way that leads to nothing is gone again
	 * from its start, until it is the same one as before.
	 */
	private void follow(Deed deed, String first, String id, Map<JobId, JobBefore> before) {
		String queue = first, way = "", deadEnd = "";
		for (int hop = 0; hop < MAX_HOPS; hop++) {
			SeenJob job = Objects.requireNonNull(act(deed, queue, Set.of(id)).get(id));
			if (job.isMoving()) {
				this.moves.complete(this.redis.keys(queue), id);
			}
			else if (deed.note(job, queue, before)) {
				return;
			}
			else if (!job.forward().isEmpty()) {
				way += job.forward() + RedisText.ENTRY;
				queue = ForwardingEntries.queue(job.forward());
				continue;
			}
			else if (way.equals(deadEnd)) {
				return;
			}
			else {
				deadEnd = way;
			}
			queue = first;
			way = "";
		}
		throw new StoreUnavailableException("Job '" + id + "' went from queue to queue while it was looked for", null);
	}

	/** Answers each job as it was before. */
	private Map<String, SeenJob> act(Deed deed, String queue, Set<String> ids) {
		Map<String, SeenJob> jobs = new LinkedHashMap<>();
		List<String> done = new ArrayList<>();
		this.steps.apply(this.redis.keys(queue), ids, deed).forEach((id, change) -> {
			jobs.put(id, change.job());
			if (change.isMade()) {
				done.add(id);
			}
		});
		if (deed.event.act() == JobAction.DELETE) {
			this.forwards.forget(queue, done);
		}
		return jobs;
	}

	@Override
	public void pause(String queue) {
		QueueKeys keys = this.redis.keys(queue);
		this.redis.run("pause a queue", (connection) -> connection.hashCommands()
			.hSet(keys.of(Key.META), RedisText.bytes("paused"), RedisText.bytes("1")));
		this.redis.noteAgain(queue);
	}

	@Override
	public void resume(String queue) {
		this.redis.count(Script.RESUME, this.redis.keys(queue), List.of(), List.of());
	}

	/** What to do, and the statuses to do it in. */
	private record Deed(ActionEvent event, Set<JobStatus> from) implements JobSteps.Rule {

		@Override
		public @Nullable Decision decide(SeenJob job) {
			boolean isMeant = job.state() != null && !job.isMoving()
					&& this.from.contains(this.event.status(job.state()));
			return isMeant ? this.event.decide(Objects.requireNonNull(job.state()), StepTime.NOW) : null;
		}

		/** Note the job as it was; answers whether the job is here. */
		boolean note(SeenJob job, String queue, Map<JobId, JobBefore> before) {
			if (job.state() != null) {
				before.put(job.id(), new JobBefore(this.event.status(job.state()), queue));
			}
			return job.state() != null;
		}

	}

}
