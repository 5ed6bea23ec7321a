package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.LossEvent;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.Letters;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.move.ForwardingEntries;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.store.redis.query.RedisJobRecords;
import io.jobqueue.store.redis.step.JobSteps;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duties that keep a queue in order. What to touch is listed first, then touched by a
 * script that is given its keys and looks again.
 */
final class RedisJobMaintenance implements JobMaintenance {

	private static final Logger logger = LoggerFactory.getLogger(RedisJobMaintenance.class);

	private static final int BATCH = 100;

	private static final int PRUNE_BATCH = 200;

	/** What {@code prune.lua} answers where nothing can be deleted. */
	private static final int VACANT = 1, TRACES = 2;

	private final RedisAccess redis;

	private final RedisJobRecords records;

	private final JobSteps steps;

	private final QueueMoves moves;

	private final ForwardingEntries forwards;

	RedisJobMaintenance(RedisAccess redis, RedisJobRecords records, QueueMoves moves) {
		this.forwards = new ForwardingEntries(redis);
		this.redis = redis;
		this.steps = new JobSteps(redis);
		this.records = records;
		this.moves = moves;
	}

	@Override
	public int promote(String queue, int limit) {
		int promoted = 0;
		while (promoted < limit) {
			int batch = Math.min(BATCH, limit - promoted);
			int moved = this.redis.count(Script.PROMOTE, this.redis.keys(queue), List.of(), List.of(batch));
			promoted += moved;
			if (moved < batch) {
				break;
			}
		}
		return promoted;
	}

	/**
	 * A failure on the way ends the call with what was taken back before: a job that was
	 * ended is reported once. The next call goes on.
	 */
	@Override
	public Reclaimed reclaim(String queue, int maxLosses, int limit) {
		QueueKeys keys = this.redis.keys(queue);
		List<Object> answer = this.redis.list(Script.EXPIRED, keys, List.of(), List.of(BATCH));
		Map<String, Transition> lost = new LinkedHashMap<>();
		try {
			for (Object worker : answer.subList(1, answer.size())) {
				reclaim(keys, RedisText.string(worker), maxLosses, limit, lost);
			}
		}
		catch (JobQueueException ex) {
			if (lost.isEmpty()) {
				throw ex;
			}
			logger.warn("Not all lost jobs of queue '{}' were taken back; this is tried again", queue, ex);
		}
		List<JobState> ended = lost.values().stream().flatMap((transition) -> ended(transition).stream()).toList();
		Reclaimed reclaimed = new Reclaimed(lost.size() - ended.size(), claimed(keys, ended));
		// Last: a queue out of reach must not hold up what was lost.
		if (RedisText.number(answer.get(0)) > 0) {
			this.moves.tidy(keys, limit);
		}
		return reclaimed;
	}

	@Override
	public Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit) {
		QueueKeys keys = this.redis.keys(queue);
		List<Object> bounds = new ArrayList<>();
		retention.forEach(
				(status, kept) -> bounds.addAll(List.of(Letters.of(status), kept.keep().toMillis(), kept.count())));
		int total = 0;
		boolean tidied = false;
		while (total < limit) {
			int batch = Math.min(PRUNE_BATCH, limit - total);
			List<Object> answer = prune(keys, batch, bounds);
			int deleted = (int) RedisText.number(answer.get(1));
			List<Object> others = answer.subList(2, answer.size());
			int discarded = discard(keys, others);
			total += deleted + discarded;
			if (others.isEmpty() && deleted < batch) {
				if (!tidied && RedisText.number(answer.get(0)) == TRACES) {
					tidied = true;
					tidy(keys);
					continue;
				}
				return new Pruned(total, RedisText.number(answer.get(0)) == VACANT && this.redis.forget(keys));
			}
			if (deleted + discarded == 0) {
				// Others delete or requeue the same jobs.
				break;
			}
		}
		return new Pruned(total, false);
	}

	private List<Object> prune(QueueKeys queue, int limit, List<Object> bounds) {
		List<Object> arguments = new ArrayList<>(1 + bounds.size());
		arguments.add(limit);
		arguments.addAll(bounds);
		return this.redis.answer((size) -> size >= 2 && size % 2 == 0, Script.PRUNE, queue, List.of(), arguments);
	}

	/**
	 * Delete ended jobs with a key or a forwarding entry of their own. One that was
	 * requeued meanwhile stays, and so does the entry that says where it is.
	 */
	private int discard(QueueKeys queue, List<Object> lettersAndIds) {
		if (lettersAndIds.isEmpty()) {
			return 0;
		}
		List<byte[]> jobs = new ArrayList<>();
		for (int i = 1; i < lettersAndIds.size(); i += 2) {
			jobs.add(queue.job(RedisText.string(lettersAndIds.get(i))));
		}
		List<String> deleted = this.redis.list(Script.DISCARD, queue, jobs, lettersAndIds)
			.stream()
			.map(RedisText::string)
			.toList();
		this.forwards.forget(queue.queue(), deleted);
		return deleted.size();
	}

	/** Complete what moves left undone, also in queues without workers. */
	private void tidy(QueueKeys queue) {
		this.moves.tidy(queue, BATCH);
		this.forwards.sweep(queue);
	}

	/** Take back jobs of a worker, until there are as many in all as the limit. */
	private void reclaim(QueueKeys queue, String worker, int maxLosses, int limit, Map<String, Transition> lost) {
		boolean more = true;
		while (more && lost.size() < limit) {
			int before = lost.size(), batch = Math.min(BATCH, limit - before);
			reclaimBatch(queue, worker, maxLosses, batch, lost);
			more = lost.size() - before >= batch;
		}
	}

	private void reclaimBatch(QueueKeys queue, String worker, int maxLosses, int limit, Map<String, Transition> lost) {
		List<String> ids = List.copyOf(this.redis.some(queue, queue.running(worker), limit).keySet());
		LossEvent event = new LossEvent(worker, maxLosses);
		Map<String, JobSteps.Change> changes = new LinkedHashMap<>();
		List<Object> arguments = new ArrayList<>();
		arguments.add(worker);
		try {
			this.steps.applyToLost(queue, worker, ids,
					(job) -> (job.state() != null) ? event.decide(job.state(), StepTime.NOW) : null, changes);
		}
		finally {
			changes.forEach((id, change) -> {
				if (change.decision() instanceof Transition transition) {
					lost.put(id, transition);
				}
				else {
					arguments.add(id);
				}
			});
		}
		this.redis.count(Script.RETIRE, queue, List.of(queue.running(worker)), arguments);
	}

	private static Optional<JobState> ended(Transition transition) {
		return Optional.ofNullable(transition.after()).filter((after) -> after.status().isEnd());
	}

	private List<ClaimedJob> claimed(QueueKeys queue, List<JobState> states) {
		Map<String, RedisJobRecord> found = this.records.read(queue,
				states.stream().map((state) -> state.id().value()).toList());
		List<ClaimedJob> jobs = new ArrayList<>();
		for (JobState state : states) {
			RedisJobRecord job = found.get(state.id().value());
			if (job != null) {
				jobs.add(state.toClaimed(job.details(), job.createdAt()));
			}
		}
		return jobs;
	}

}
