package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * Claims jobs: one script, then the records by a plain read.
 */
final class JobClaims {

	private static final int BATCH = 100;

	private static final int HEAD = 4;

	private final RedisAccess redis;

	private final JobRecords records;

	private final JobFinishes finishes;

	JobClaims(RedisAccess redis, JobRecords records, JobFinishes finishes) {
		this.redis = redis;
		this.records = records;
		this.finishes = finishes;
	}

	ClaimResult claim(ClaimRequest request) {
		this.redis.noteIfRoom(request.queue());
		List<ClaimedJob> jobs = new ArrayList<>();
		int taken = 0;
		while (true) {
			int limit = Math.min(BATCH, request.limit() - taken);
			Answer answer = claim(request, limit);
			taken += answer.states.size();
			jobs.addAll(read(request, answer.states));
			if (answer.states.size() < limit || taken >= request.limit()) {
				return new ClaimResult(jobs, answer.nextDue, answer.paused, answer.standing);
			}
		}
	}

	private Answer claim(ClaimRequest request, int limit) {
		QueueKeys queue = this.redis.keys(request.queue());
		List<Object> answer = this.redis.list(Script.CLAIM, queue, List.of(queue.running(request.worker())),
				List.of(request.worker(), limit, request.lease().toMillis(), ClaimedJob.SUSPECT_LOSSES));
		Map<String, JobState> states = new LinkedHashMap<>();
		for (int i = HEAD; i < answer.size(); i += 2) {
			states.put(Text.string(answer.get(i)), JobState.parse(Text.string(answer.get(i + 1))));
		}
		long nextDue = Text.number(answer.get(1));
		return new Answer(states, (nextDue >= 0) ? Duration.ofMillis(nextDue) : null,
				"1".equals(Text.string(answer.get(2))), standing(Text.string(answer.get(3))));
	}

	private static ClaimResult.@Nullable Standing standing(String text) {
		if (text.isEmpty()) {
			return null;
		}
		boolean upkeep = text.endsWith("+");
		return new ClaimResult.Standing(Integer.parseInt(text, 0, text.length() - (upkeep ? 1 : 0), 10), upkeep);
	}

	private List<ClaimedJob> read(ClaimRequest request, Map<String, JobState> states) {
		if (states.isEmpty()) {
			return List.of();
		}
		QueueKeys queue = this.redis.keys(request.queue());
		Map<String, JobRecord> found = this.records.read(queue, List.copyOf(states.keySet()));
		List<ClaimedJob> jobs = new ArrayList<>(states.size());
		List<Outcome> missing = new ArrayList<>();
		states.forEach((id, state) -> {
			JobRecord job = found.get(id);
			if (job != null) {
				jobs.add(state.claimed(id, request.queue(), job));
			}
			else {
				missing.add(missing(id, state));
			}
		});
		if (!missing.isEmpty()) {
			this.finishes.finish(request.queue(), request.worker(), missing);
		}
		return jobs;
	}

	private Outcome missing(String id, JobState state) {
		JobError error = new JobError(JobQueueException.class.getName(),
				"The record of this job is missing in Redis or cannot be read: it was evicted, deleted or changed "
						+ "from outside",
				null);
		return new Outcome(JobId.of(id), state.delivery(), Outcome.Kind.END, JobStatus.FAILED, Duration.ZERO, null,
				error, null, null);
	}

	private record Answer(Map<String, JobState> states, @Nullable Duration nextDue, boolean paused,
			ClaimResult.@Nullable Standing standing) {
	}

}
