package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.JdbcJobPositions;
import io.jobqueue.store.jdbc.query.JdbcWorkers;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.query.Sizes;
import io.jobqueue.store.jdbc.row.QueueHeads;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Values;

import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * The reads.
 */
final class JdbcJobQueries implements JobQueries {

	private static final String HEAD = """
			select {now} as micros, (select q.paused from {p}queue q where q.name = :queue) as paused,
			(select min(b.due_at) from {p}blocked b where b.queue = :queue) as blocked,
			""" + firsts(":queue");

	/** A queue with jobs has sizes. */
	private static final String HEADS = """
			select n.name, {now} as micros, b.blocked,
			""" + firsts("n.name") + """
			 from (select distinct c.queue as name from {p}count c where c.queue {in:ids}) n
			left join (select queue, min(due_at) as blocked from {p}blocked where queue {in:ids} group by queue) b
			on b.queue = n.name
			""";

	private static final String PAUSED = "select name from {p}queue where name {in:ids} and paused = true";

	private static final int CHUNK = 500;

	private final Database database;

	private final Queues queues;

	private final Sizes sizes;

	private final JdbcJobFinder finder;

	private final JdbcJobPositions positions;

	private final JdbcWorkers workers;

	JdbcJobQueries(Database database, Queues queues, Sizes sizes, JdbcJobFinder finder) {
		this.database = database;
		this.queues = queues;
		this.sizes = sizes;
		this.finder = finder;
		this.positions = new JdbcJobPositions(database);
		this.workers = new JdbcWorkers(database);
	}

	private static String firsts(String queue) {
		return QueueHeads.ready(queue) + " as ready, " + QueueHeads.waiting(queue, JobStatus.SCHEDULED)
				+ " as scheduled, " + QueueHeads.waiting(queue, JobStatus.RETRY) + " as retry";
	}

	@Override
	public Instant now() {
		return this.database.read("read the clock", this.database::now).instant();
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		return this.database.read("find jobs", () -> this.finder.infos(ids));
	}

	@Override
	public List<JobSource> filled(List<JobSource> sources) {
		String tag = sources.isEmpty() ? null : sources.get(0).tag();
		if (tag == null) {
			return this.database.read("search jobs", () -> this.sizes.filled(sources));
		}
		List<String> queues = sources.stream().map(JobSource::queue).toList();
		Set<String> filled = this.database.read("search jobs", () -> this.positions.queuesOf(tag, queues));
		return sources.stream().filter((source) -> filled.contains(source.queue())).toList();
	}

	@Override
	public long tagged(String tag, List<String> queues) {
		return this.database.read("search jobs", () -> this.positions.count(tag, queues));
	}

	@Override
	public List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit) {
		return this.database.read("search jobs", () -> this.positions.next(source, after, limit));
	}

	@Override
	public List<JobInfo> jobs(JobSource source, List<JobId> ids) {
		return at(source, this.database.read("search jobs", () -> this.finder.infos(ids)));
	}

	@Override
	public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
		return at(source, this.database.read("search jobs", () -> this.finder.summaries(ids))).stream()
			.map(JobSummary::of)
			.toList();
	}

	private static List<JobInfo> at(JobSource source, Map<JobId, JobInfo> jobs) {
		return jobs.values()
			.stream()
			.filter((job) -> source.has(job.status()) && job.queue().equals(source.queue()))
			.toList();
	}

	@Override
	public List<String> queues() {
		return this.database.read("list the queues", this.queues::all);
	}

	@Override
	public QueueInfo queue(String name) {
		return this.database.read("look at a queue",
				() -> this.database.sql(HEAD).param("queue", name).query((row, n) -> {
					Instant now = new StepClock(row.getLong("micros")).instant();
					Long scheduled = earlier(Values.longOrNull(row, "scheduled"), Values.longOrNull(row, "retry"));
					Duration age = age(ready(row), now);
					return new QueueInfo(name, row.getBoolean("paused"), this.sizes.of(name),
							(age != null) ? age : age(scheduled, now));
				}).single());
	}

	@Override
	public List<QueueInfo> queues(Collection<String> names) {
		List<String> all = List.copyOf(names);
		List<QueueInfo> queues = new ArrayList<>(all.size());
		for (int from = 0; from < all.size(); from += CHUNK) {
			List<String> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
			queues.addAll(this.database.read("look at queues", () -> infos(chunk)));
		}
		return queues;
	}

	private List<QueueInfo> infos(List<String> names) {
		Object ids = this.database.dialect().ids(names);
		Map<String, Duration> ages = new HashMap<>();
		this.database.sql(HEADS).param("ids", ids).query((row) -> {
			Instant now = new StepClock(row.getLong("micros")).instant();
			Duration age = age(ready(row), now);
			Long later = earlier(Values.longOrNull(row, "scheduled"), Values.longOrNull(row, "retry"));
			age = (age != null) ? age : age(later, now);
			if (age != null) {
				ages.put(row.getString("name"), age);
			}
		});
		Set<String> paused = Set.copyOf(this.database.sql(PAUSED).param("ids", ids).query(String.class).list());
		Map<String, Map<JobStatus, Long>> sizes = this.sizes.of(names);
		return names.stream()
			.map((name) -> new QueueInfo(name, paused.contains(name), sizes.getOrDefault(name, Map.of()),
					ages.get(name)))
			.toList();
	}

	private static @Nullable Long ready(ResultSet row) throws SQLException {
		return earlier(Values.longOrNull(row, "ready"), Values.longOrNull(row, "blocked"));
	}

	private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
		return (one == null || (other != null && other < one)) ? other : one;
	}

	private static @Nullable Duration age(@Nullable Long dueAt, Instant now) {
		if (dueAt == null) {
			return null;
		}
		Duration age = Duration.between(Instant.ofEpochMilli(dueAt), now);
		return age.isNegative() ? null : age;
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.database.read("list the workers", this.workers::all);
	}

	@Override
	public List<FailureGroup> failures() {
		return this.database.read("group the failures", this.sizes::failures)
			.stream()
			.sorted(Comparator.comparing(FailureGroup::count)
				.reversed()
				.thenComparing(FailureGroup::queue)
				.thenComparing(FailureGroup::task)
				.thenComparing(FailureGroup::errorType))
			.toList();
	}

}
