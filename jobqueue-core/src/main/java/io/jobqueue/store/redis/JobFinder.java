package io.jobqueue.store.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * Reads jobs by their ids. Place, state, result and error come from one script and so
 * from one moment; the record never changes.
 */
final class JobFinder {

	private static final int BATCH = 100;

	private static final int WIDTH = 6;

	private static final int MAX_HOPS = 20;

	private final RedisAccess redis;

	private final JobRecords records;

	JobFinder(RedisAccess redis, JobRecords records) {
		this.redis = redis;
		this.records = records;
	}

	/** Those of the jobs that exist, wherever they are. */
	Map<JobId, JobInfo> find(Iterable<JobId> ids) {
		Map<JobId, JobInfo> found = new LinkedHashMap<>();
		Map<String, List<String>> next = new HashMap<>();
		for (JobId id : ids) {
			for (String queue : id.queue().map(List::of).orElseGet(this.redis::queues)) {
				next.computeIfAbsent(queue, (name) -> new ArrayList<>()).add(id.value());
			}
		}
		for (int hop = 0; hop < MAX_HOPS && !next.isEmpty(); hop++) {
			Map<String, List<String>> forwarded = new HashMap<>();
			next.forEach((queue, wanted) -> found.putAll(find(queue, wanted, forwarded)));
			next = forwarded;
		}
		return found;
	}

	/** Those of the jobs that are in the queue, in order. */
	Map<JobId, JobInfo> find(String queue, List<String> ids, Map<String, List<String>> forwarded) {
		QueueKeys keys = this.redis.keys(queue);
		Map<JobId, JobInfo> found = new LinkedHashMap<>();
		for (List<String> batch : Batches.of(ids, BATCH)) {
			Map<String, JobRecord> jobs = this.records.read(keys, batch);
			List<String> answer = this.redis.list(Script.FIND, keys, List.of(), batch)
				.stream()
				.map(Text::string)
				.toList();
			for (int i = 0; i < batch.size(); i++) {
				String id = batch.get(i);
				List<String> parts = answer.subList(i * WIDTH, (i + 1) * WIDTH);
				JobRecord job = jobs.get(id);
				JobStatus status = Letters.status(parts.get(0));
				if (job != null && status != null) {
					found.put(JobId.of(id), info(id, queue, job, status, parts));
				}
				else if (!parts.get(5).isEmpty()) {
					String target = parts.get(5).substring(0, parts.get(5).indexOf(Text.UNIT));
					forwarded.computeIfAbsent(target, (name) -> new ArrayList<>()).add(id);
				}
			}
		}
		return found;
	}

	private static JobInfo info(String id, String queue, JobRecord job, JobStatus status, List<String> parts) {
		JobState state = JobState.parse(parts.get(2));
		String result = parts.get(3).isEmpty() ? null : StoredText.read(parts.get(3).substring(1));
		return new JobInfo(JobId.of(id), job.task(), queue, status, job.payload(), job.headers(), job.correlationId(),
				job.priority(), state.maxRetries(job.maxRetries()), job.timeout(), state.attempts(), state.retries(),
				state.delivery(), job.createdAt(), due(status, parts.get(1), state), state.startedAt(), state.endedAt(),
				state.worker(), state.progress(), ErrorText.decode(parts.get(4)),
				ErrorText.decodeHandlerError(parts.get(4)), result, state.history());
	}

	private static @Nullable Instant due(JobStatus status, String score, JobState state) {
		if (status.isEnd()) {
			return null;
		}
		return JobState.due(status.isWaiting() ? Long.parseLong(score) : state.score());
	}

}
