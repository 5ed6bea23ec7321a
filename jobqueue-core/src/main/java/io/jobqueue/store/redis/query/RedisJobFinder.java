package io.jobqueue.store.redis.query;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.lifecycle.KeptData;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.ErrorText;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;
import io.jobqueue.store.redis.move.ForwardingEntries;
import io.jobqueue.store.support.WarnOnce;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads jobs by their ids. Place, state, result, error and record come from one script
 * and so from one moment; a large record, which never changes, is read after that.
 */
public final class RedisJobFinder {

	private static final Logger logger = LoggerFactory.getLogger(RedisJobFinder.class);

	private static final int BATCH = 100;

	private static final int WIDTH = 8;

	private static final int FORWARD = 5;

	private static final int TRAITS = 6;

	private static final int RECORD = 7;

	private static final int MAX_ROUNDS = 5;

	private static final int MAX_HOPS = 20;

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Other jobs cannot be read too; no more of them are named"));

	private final RedisAccess redis;

	private final RedisJobRecords records;

	public RedisJobFinder(RedisAccess redis, RedisJobRecords records) {
		this.redis = redis;
		this.records = records;
	}

	/**
	 * Those of the jobs that exist, wherever they are. A job may go on while it is
	 * followed: a way that leads to nothing is gone again, unless it is the same one.
	 */
	public Map<JobId, JobInfo> find(Iterable<JobId> ids) {
		Map<JobId, JobInfo> found = new LinkedHashMap<>();
		Collection<JobId> open = new LinkedHashSet<>();
		ids.forEach(open::add);
		Map<JobId, String> deadEnds = Map.of();
		for (int round = 0; round < MAX_ROUNDS && !open.isEmpty(); round++) {
			Map<JobId, String> before = deadEnds;
			Map<JobId, String> ways = follow(open, found);
			ways.keySet().removeAll(found.keySet());
			open = ways.keySet().stream().filter((id) -> !Objects.equals(ways.get(id), before.get(id))).toList();
			deadEnds = ways;
		}
		return found;
	}

	/** Answers the ways that were gone. */
	private Map<JobId, String> follow(Iterable<JobId> ids, Map<JobId, JobInfo> found) {
		Map<JobId, String> ways = new HashMap<>();
		Map<String, List<String>> next = new HashMap<>();
		for (JobId id : ids) {
			for (String queue : id.queue().map(List::of).orElseGet(this.redis::queues)) {
				next.computeIfAbsent(queue, (name) -> new ArrayList<>()).add(id.value());
			}
		}
		for (int hop = 0; hop < MAX_HOPS && !next.isEmpty(); hop++) {
			Map<String, String> forwarded = new LinkedHashMap<>();
			next.forEach((queue, wanted) -> find(Script.FIND, queue, wanted, forwarded).forEach((id, job) -> found
				.merge(id, job, (one, other) -> (one.delivery() > other.delivery()) ? one : other)));
			next = new HashMap<>();
			for (Map.Entry<String, String> each : forwarded.entrySet()) {
				ways.merge(JobId.of(each.getKey()), each.getValue(), String::concat);
				next.computeIfAbsent(ForwardingEntries.queue(each.getValue()), (name) -> new ArrayList<>())
					.add(each.getKey());
			}
		}
		return ways;
	}

	/** Those of the jobs that are in the queue, in order. */
	public Map<JobId, JobInfo> find(String queue, List<String> ids) {
		return find(Script.FIND, queue, ids, new HashMap<>());
	}

	/**
	 * As {@link #find(String, List)}, but without payloads, results, stack traces, and
	 * without attempts except for the last one.
	 */
	public Map<JobId, JobInfo> summaries(String queue, List<String> ids) {
		return find(Script.SUMMARIES, queue, ids, new HashMap<>());
	}

	private Map<JobId, JobInfo> find(Script script, String queue, List<String> ids, Map<String, String> forwarded) {
		QueueKeys keys = this.redis.keys(queue);
		Map<JobId, JobInfo> found = new LinkedHashMap<>();
		for (List<String> batch : CommandBatches.of(ids, BATCH)) {
			List<byte[]> own = (script == Script.SUMMARIES) ? this.records.keys(keys, batch) : List.of();
			List<Object> answer = this.redis.answers(batch.size() * WIDTH, script, keys, own, batch);
			Map<String, RedisJobRecord> jobs = records(keys, batch, answer);
			for (int i = 0; i < batch.size(); i++) {
				String id = batch.get(i);
				List<String> parts = answer.subList(i * WIDTH, i * WIDTH + RECORD)
					.stream()
					.map(RedisText::string)
					.toList();
				RedisJobRecord job = jobs.get(id);
				JobInfo info = (job != null && !parts.get(0).isEmpty()) ? info(id, queue, job, parts) : null;
				if (info != null) {
					found.put(info.id(), info);
				}
				else if (!parts.get(FORWARD).isEmpty()) {
					forwarded.put(id, parts.get(FORWARD));
				}
			}
		}
		return found;
	}

	private Map<String, RedisJobRecord> records(QueueKeys queue, List<String> ids, List<Object> answer) {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		for (int i = 0; i < ids.size(); i++) {
			byte[] record = (byte[]) answer.get(i * WIDTH + RECORD);
			if (record.length > 0) {
				entries.put(ids.get(i), record);
			}
		}
		return this.records.decode(queue, entries);
	}

	/** {@code null} if another release wrote the job in a form of its own. */
	private @Nullable JobInfo info(String id, String queue, RedisJobRecord job, List<String> parts) {
		if (job != RedisJobRecord.UNREADABLE) {
			try {
				return readable(id, queue, job, parts);
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException ex) {
				logger.debug("The state of job '{}' cannot be read", id, ex);
			}
		}
		if (this.once.isFirst(id)) {
			logger.warn("Job '{}' was written by another release; this one cannot read it and leaves it unchanged", id);
		}
		return null;
	}

	private static JobInfo readable(String id, String queue, RedisJobRecord job, List<String> parts) {
		StoredState stored = StoredState.parse(parts.get(2));
		String score = parts.get(1).isEmpty() ? stored.score() : parts.get(1);
		String result = parts.get(3).isEmpty() ? null : StoredText.read(parts.get(3).substring(1));
		KeptData kept = new KeptData(ErrorText.decode(parts.get(4)), ErrorText.decodeOnFailureError(parts.get(4)),
				result);
		return stored.state(JobId.of(id), queue, parts.get(0), score)
			.toInfo(job.details(), JobTraits.read(parts.get(TRAITS)), job.createdAt(), kept, stored.history());
	}

}
