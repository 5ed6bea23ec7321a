package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.BackgroundExecutor;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.ErrorText;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;
import io.jobqueue.store.redis.form.WorkerText;
import io.jobqueue.store.redis.insert.RedisInserts;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.store.redis.query.RedisJobRecords;

/**
 * The way of a job through Redis.
 */
final class RedisJobStore implements JobIntake, JobFeed {

	/** How many jobs one call reports as started, or with their progress. */
	private static final int REPORTS = 200;

	private final RedisAccess redis;

	private final RedisInserts inserts;

	private final RedisClaims claims;

	private final RedisFinishes finishes;

	private final BackgroundExecutor background = new BackgroundExecutor("jobqueue-renewals");

	private final RedisRenewals renewals = new RedisRenewals(this.background);

	RedisJobStore(RedisAccess redis, RedisJobRecords records, QueueMoves moves) {
		this.redis = redis;
		this.inserts = new RedisInserts(redis);
		this.finishes = new RedisFinishes(redis, moves);
		this.claims = new RedisClaims(redis, records, this.finishes);
	}

	void close() {
		this.background.close();
	}

	@Override
	public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
		return this.inserts.insert(jobs, admission);
	}

	@Override
	public boolean joinsTransaction() {
		return false;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		return this.claims.exchange(request, List.of()).claimed();
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		return this.claims.exchange(request, outcomes);
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		return this.finishes.finish(queue, worker, outcomes);
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		Set<JobId> lost = new HashSet<>();
		List<RenewResult.Held> unaccounted = new ArrayList<>();
		Map<String, JobQueueException> failed = new LinkedHashMap<>();
		for (RedisRenewals.Answer answer : this.renewals.renew(request, (container) -> renew(request, container))) {
			RenewRequest.Container container = answer.container();
			if (answer.failure() != null) {
				failed.put(container.queue(), answer.failure());
				continue;
			}
			Map<JobId, Integer> running = answer.running();
			container.attempts().forEach((id, attempt) -> {
				if (!Integer.valueOf(attempt.delivery()).equals(running.get(id))) {
					lost.add(id);
				}
			});
			running.forEach((id, delivery) -> {
				if (!container.attempts().containsKey(id)) {
					unaccounted.add(new RenewResult.Held(id, container.queue(), delivery));
				}
			});
		}
		if (!failed.isEmpty() && failed.size() == request.containers().size()) {
			throw failed.values().iterator().next();
		}
		return new RenewResult(lost, unaccounted, failed);
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		return this.redis.count(Script.ANNOTATE, this.redis.keys(queue), List.of(),
				List.of(id, delivery, ErrorText.encodeOnFailureError(error))) == 1;
	}

	@Override
	public void leave(String worker, List<String> queues) {
		JobQueueException failure = null;
		for (String name : queues) {
			QueueKeys queue = this.redis.keys(name);
			try {
				this.redis.count(Script.LEAVE, queue, List.of(queue.running(worker)), List.of(worker, "leaves"));
			}
			catch (JobQueueException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	@Override
	public void stopWaiting(String worker, String name) {
		QueueKeys queue = this.redis.keys(name);
		this.redis.count(Script.LEAVE, queue, List.of(queue.running(worker)), List.of(worker, "stays"));
	}

	private Map<JobId, Integer> renew(RenewRequest request, RenewRequest.Container container) {
		this.redis.noteIfRoom(container.queue());
		List<Map.Entry<JobId, AttemptReport>> reports = container.attempts()
			.entrySet()
			.stream()
			.filter((each) -> each.getValue().isChange())
			.toList();
		int full = Math.max(0, (reports.size() - 1) / REPORTS * REPORTS);
		for (int start = 0; start < full; start += REPORTS) {
			renew(request, container, reports.subList(start, start + REPORTS));
		}
		return renew(request, container, reports.subList(full, reports.size()));
	}

	private Map<JobId, Integer> renew(RenewRequest request, RenewRequest.Container container,
			List<Map.Entry<JobId, AttemptReport>> reports) {
		QueueKeys queue = this.redis.keys(container.queue());
		List<Object> arguments = new ArrayList<>();
		arguments.add(request.worker().id());
		arguments.add(request.lease().toMillis());
		arguments.add(WorkerText.encode(request.worker(), container.concurrency()));
		reports.forEach((report) -> {
			JobProgress progress = report.getValue().progress();
			arguments.addAll(List.of(report.getKey(), report.getValue().delivery(),
					(progress != null) ? progress.value() : "", (progress != null) ? StoredState.text(progress) : ""));
		});
		List<Object> answer = this.redis.list(Script.RENEW, queue, List.of(queue.running(request.worker().id())),
				arguments);
		Map<JobId, Integer> running = new HashMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			running.put(JobId.of(RedisText.string(answer.get(i))), (int) RedisText.number(answer.get(i + 1)));
		}
		return running;
	}

}
