package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueBatchReader;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.Letters;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.query.RedisJobFinder;
import io.jobqueue.store.redis.query.RedisJobRecords;
import io.jobqueue.store.redis.query.RedisJobPositions;
import io.jobqueue.store.redis.query.RunningJobs;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Reads for people. No answer is counted: sizes are those of sorted sets, failures have
 * counters.
 */
final class RedisJobQueries implements JobQueries {

	private static final int MAX_GROUPS = 1_000;

	private static final ScanOptions GROUPS = ScanOptions.scanOptions().count(100).build();

	private final RedisAccess redis;

	private final RedisJobFinder finder;

	private final RunningJobs running;

	private final RedisJobPositions positions;

	private final QueueBatchReader many;

	RedisJobQueries(RedisAccess redis, RedisJobRecords records) {
		this.redis = redis;
		this.finder = new RedisJobFinder(redis, records);
		this.many = new QueueBatchReader(redis);
		this.running = new RunningJobs(redis, this.many);
		this.positions = new RedisJobPositions(redis, this.running, this.many);
	}

	@Override
	public Instant now() {
		return Instant.ofEpochMilli(this.redis.run("read the clock",
				(connection) -> connection.serverCommands().time(TimeUnit.MILLISECONDS)));
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		return this.finder.find(ids);
	}

	@Override
	public List<JobSource> filled(List<JobSource> sources) {
		return this.positions.filled(sources);
	}

	@Override
	public long tagged(String tag, List<String> queues) {
		return this.positions.tagged(tag, queues).stream().mapToLong(Long::longValue).sum();
	}

	@Override
	public List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit) {
		return this.positions.next(source, after, limit);
	}

	@Override
	public List<JobInfo> jobs(JobSource source, List<JobId> ids) {
		return at(source, this.finder.find(source.queue(), values(ids))).toList();
	}

	@Override
	public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
		return at(source, this.finder.summaries(source.queue(), values(ids))).map(JobSummary::of).toList();
	}

	private static List<String> values(List<JobId> ids) {
		return ids.stream().map(JobId::value).toList();
	}

	private static Stream<JobInfo> at(JobSource source, Map<JobId, JobInfo> jobs) {
		return jobs.values().stream().filter((job) -> source.has(job.status()));
	}

	@Override
	public List<String> queues() {
		return this.redis.queues();
	}

	@Override
	public QueueInfo queue(String name) {
		return info(name, this.redis.list(Script.QUEUE, this.redis.keys(name), List.of(), List.of()));
	}

	@Override
	public List<QueueInfo> queues(Collection<String> names) {
		List<String> queues = List.copyOf(names);
		List<List<Object>> answers = this.many.ask(Script.QUEUE, queues);
		return IntStream.range(0, queues.size()).mapToObj((i) -> info(queues.get(i), answers.get(i))).toList();
	}

	private static QueueInfo info(String name, List<Object> answer) {
		Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
		for (int i = 2; i < answer.size(); i += 2) {
			JobStatus status = Letters.status(RedisText.string(answer.get(i)));
			if (status != null) {
				sizes.put(status, RedisText.number(answer.get(i + 1)));
			}
		}
		long age = RedisText.number(answer.get(1));
		return new QueueInfo(name, RedisText.number(answer.get(0)) == 1, sizes,
				(age >= 0) ? Duration.ofMillis(age) : null);
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.running.workers(queues());
	}

	@Override
	public List<FailureGroup> failures() {
		List<FailureGroup> groups = new ArrayList<>();
		List<String> queues = queues();
		List<Long> sizes = this.many.numbers(queues,
				(connection, queue) -> connection.hashCommands().hLen(queue.of(Key.FAILURES)));
		for (int i = 0; i < queues.size(); i++) {
			if (sizes.get(i) > 0) {
				groups.addAll(failures(queues.get(i)));
			}
		}
		groups.sort(Comparator.comparingLong(FailureGroup::count)
			.reversed()
			.thenComparing(FailureGroup::queue)
			.thenComparing(FailureGroup::task)
			.thenComparing(FailureGroup::errorType));
		return groups;
	}

	private List<FailureGroup> failures(String queue) {
		byte[] key = this.redis.keys(queue).of(Key.FAILURES);
		return this.redis.run("list failures", (connection) -> {
			List<FailureGroup> groups = new ArrayList<>();
			try (Cursor<Map.Entry<byte[], byte[]>> entries = connection.hashCommands().hScan(key, GROUPS)) {
				while (groups.size() < MAX_GROUPS && entries.hasNext()) {
					Map.Entry<byte[], byte[]> entry = entries.next();
					String[] name = RedisText.string(entry.getKey()).split(String.valueOf(RedisText.UNIT), -1);
					groups.add(new FailureGroup(queue, name[0], StoredText.read(name[1]),
							RedisText.number(entry.getValue())));
				}
			}
			return groups;
		});
	}

}
