package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * The reads.
 */
final class JdbcJobBrowser implements JobBrowser {

	private static final String HEAD = """
			select {now} as micros, (select q.paused from {p}queue q where q.name = :queue) as paused,
			(select r.due_at from {p}ready r where r.queue = :queue
			order by r.queue, r.band, r.due_at, r.place, r.id limit 1) as ready,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED') as scheduled,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'RETRY') as retry
			""";

	private static final String WORKERS = """
			select w.id, w.host, w.pid, w.started_at, l.queue, l.concurrency, l.lease_until
			from {p}worker w join {p}lease l on l.worker = w.id where l.lease_until > {now} / 1000
			""";

	private static final String RUNNING = "select id, queue, worker from {p}running";

	private final Database database;

	private final Queues queues;

	private final Sizes sizes;

	private final JobFinder finder;

	private final JobSearch search;

	JdbcJobBrowser(Database database, Queues queues, Sizes sizes, JobFinder finder) {
		this.database = database;
		this.queues = queues;
		this.sizes = sizes;
		this.finder = finder;
		this.search = new JobSearch(database, queues, finder);
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
	public JobPage search(JobQuery query) {
		return this.database.read("search jobs", () -> this.search.search(query));
	}

	@Override
	public List<String> queues() {
		return this.database.read("list the queues", this.queues::all);
	}

	@Override
	public QueueInfo queue(String name) {
		return this.database.read("look at a queue",
				() -> this.database.sql(HEAD).param("queue", name).query((row, n) -> {
					Instant now = new Moment(row.getLong("micros")).instant();
					Long scheduled = earlier(Values.longOrNull(row, "scheduled"), Values.longOrNull(row, "retry"));
					Duration age = age(Values.longOrNull(row, "ready"), now);
					return new QueueInfo(name, row.getBoolean("paused"), this.sizes.of(name),
							(age != null) ? age : age(scheduled, now));
				}).single());
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
		return this.database.read("list the workers", () -> {
			Map<String, WorkerInfo> workers = new TreeMap<>();
			Map<List<String>, List<JobId>> running = running();
			this.database.sql(WORKERS).query((row) -> {
				String id = row.getString("id");
				String queue = row.getString("queue");
				WorkerInfo known = workers.get(id);
				List<WorkerInfo.Container> containers = new ArrayList<>(
						(known != null) ? known.containers() : List.of());
				containers.add(new WorkerInfo.Container(queue, row.getInt("concurrency"),
						Instant.ofEpochMilli(row.getLong("lease_until")),
						running.getOrDefault(List.of(id, queue), List.of())));
				containers.sort(Comparator.comparing(WorkerInfo.Container::queue));
				workers.put(id, new WorkerInfo(id, StoredText.read(row.getString("host")), row.getLong("pid"),
						Instant.ofEpochMilli(row.getLong("started_at")), containers));
			});
			return List.copyOf(workers.values());
		});
	}

	private Map<List<String>, List<JobId>> running() {
		Map<List<String>, List<JobId>> running = new HashMap<>();
		this.database.sql(RUNNING).query((row) -> {
			running
				.computeIfAbsent(List.of(row.getString("worker"), row.getString("queue")), (key) -> new ArrayList<>())
				.add(JobId.of(row.getString("id")));
		});
		return running;
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
