package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.LossEvent;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobAction;
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

/**
 * The duties that keep a queue in order. What to touch is listed first, then touched by a
 * script that is given its keys and looks again.
 */
final class RedisJobMaintenance implements JobMaintenance {

	private static final int BATCH = 100;

	private static final int PRUNE_BATCH = 200;

	/** What {@code prune.lua} answers where nothing can be deleted. */
	private static final int VACANT = 1, TRACES = 2;

	private static final ActionEvent DELETE = new ActionEvent(JobAction.DELETE);

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

	@Override
	public Reclaimed reclaim(String queue, int maxLosses, int limit) {
		QueueKeys keys = this.redis.keys(queue);
		List<Object> answer = this.redis.list(Script.EXPIRED, keys, List.of(), List.of(BATCH));
		int requeued = 0;
		List<ClaimedJob> poisoned = new ArrayList<>();
		for (Object worker : answer.subList(1, answer.size())) {
			int left = limit - requeued - poisoned.size();
			while (left > 0) {
				int batch = Math.min(BATCH, left);
				Reclaimed part = reclaim(keys, RedisText.string(worker), maxLosses, batch);
				requeued += part.requeued();
				poisoned.addAll(part.poisoned());
				left -= part.total();
				if (part.total() < batch) {
					break;
				}
			}
		}
		// Last: a queue out of reach must not hold up what was lost.
		if (RedisText.number(answer.get(0)) > 0) {
			this.moves.tidy(keys, limit);
		}
		return new Reclaimed(requeued, poisoned);
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
			total += deleted + discard(keys, others);
			if (others.isEmpty() && deleted < batch) {
				if (!tidied && RedisText.number(answer.get(0)) == TRACES) {
					tidied = true;
					tidy(keys);
					continue;
				}
				return new Pruned(total, RedisText.number(answer.get(0)) == VACANT && this.redis.forget(keys));
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

	/** Delete jobs that have more to delete than a script knows. */
	private int discard(QueueKeys queue, List<Object> lettersAndIds) {
		Map<String, String> letters = new LinkedHashMap<>();
		for (int i = 0; i < lettersAndIds.size(); i += 2) {
			letters.put(RedisText.string(lettersAndIds.get(i + 1)), RedisText.string(lettersAndIds.get(i)));
		}
		List<String> deleted = new ArrayList<>();
		this.steps.apply(queue, letters.keySet(),
				(job) -> (job.state() != null && job.letter().equals(letters.get(job.id().value())))
						? DELETE.decide(job.state(), StepTime.NOW) : null)
			.forEach((id, change) -> {
				if (change.isMade()) {
					deleted.add(id);
				}
			});
		this.forwards.forget(queue.queue(), List.copyOf(letters.keySet()));
		return deleted.size();
	}

	/** Complete what moves left undone, in queues that nobody serves as well. */
	private void tidy(QueueKeys queue) {
		this.moves.tidy(queue, BATCH);
		this.forwards.sweep(queue);
	}

	private Reclaimed reclaim(QueueKeys queue, String worker, int maxLosses, int limit) {
		List<String> ids = List.copyOf(this.redis.some(queue, queue.running(worker), limit).keySet());
		LossEvent event = new LossEvent(worker, maxLosses);
		Map<String, JobSteps.Change> lost = this.steps.applyToLost(queue, worker, ids,
				(job) -> (job.state() != null) ? event.decide(job.state(), StepTime.NOW) : null);
		List<Object> arguments = new ArrayList<>();
		arguments.add(worker);
		List<JobState> poisoned = new ArrayList<>();
		int total = 0;
		for (JobSteps.Change change : lost.values()) {
			if (!(change.decision() instanceof Transition transition)) {
				arguments.add(change.job().id());
				continue;
			}
			total++;
			JobState after = transition.after();
			if (after != null && after.status().isEnd()) {
				poisoned.add(after);
			}
		}
		this.redis.count(Script.RETIRE, queue, List.of(queue.running(worker)), arguments);
		return new Reclaimed(total - poisoned.size(), claimed(queue, poisoned));
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
