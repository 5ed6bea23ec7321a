package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.FailureGroup;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * The queries. Groups are counted one by one, which is acceptable for a store for tests.
 */
record MemoryJobQueries(MemoryStore store) implements JobQueries {

	@Override
	public Instant now() {
		try (MemoryStep step = this.store.begin()) {
			return step.now;
		}
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		return read((step) -> {
			Map<JobId, JobInfo> found = new LinkedHashMap<>();
			for (JobId id : ids) {
				MemoryJob job = this.store.jobs.get(id);
				if (job != null) {
					found.put(id, job.toInfo());
				}
			}
			return found;
		});
	}

	@Override
	public JobPage search(JobQuery query) {
		@Nullable SearchCursor after = SearchCursor.parse(query.cursor());
		return read((step) -> {
			List<MemoryJob> found = this.store.queues.values()
				.stream()
				.filter((queue) -> query.queue() == null || query.queue().equals(queue.name))
				.flatMap((queue) -> query.statuses().stream().flatMap((status) -> queue.in(status).stream()))
				.filter((job) -> matches(query, job) && (after == null || after.isBefore(job)))
				.sorted(Comparator.comparing(SearchCursor::of, SearchCursor.ORDER))
				.limit(query.limit() + 1L)
				.toList();
			List<MemoryJob> page = found.subList(0, Math.min(found.size(), query.limit()));
			boolean more = found.size() > page.size();
			return new JobPage(page.stream().map(MemoryJob::toInfo).toList(),
					more ? SearchCursor.of(page.get(page.size() - 1)).toString() : null);
		});
	}

	private static boolean matches(JobQuery query, MemoryJob job) {
		return (query.task() == null || query.task().equals(job.data.task()))
				&& (query.errorType() == null || query.errorType().equals(errorType(job)));
	}

	private static @Nullable String errorType(MemoryJob job) {
		return (job.kept.error() != null) ? job.kept.error().type() : null;
	}

	@Override
	public List<String> queues() {
		return read((step) -> List.copyOf(this.store.queues.keySet()));
	}

	@Override
	public QueueInfo queue(String name) {
		return read((step) -> {
			MemoryQueue queue = this.store.queues.getOrDefault(name, new MemoryQueue(name));
			Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
			queue.byStatus.forEach((status, jobs) -> sizes.put(status, (long) jobs.size()));
			@Nullable Duration oldestAge = Stream.of(queue.ready, queue.delayed)
				.filter((jobs) -> !jobs.isEmpty())
				.map((jobs) -> Duration.between(jobs.first().state.dueAt(), step.now))
				.filter((age) -> !age.isNegative())
				.findFirst()
				.orElse(null);
			return new QueueInfo(name, queue.paused, sizes, oldestAge);
		});
	}

	@Override
	public List<WorkerInfo> workers() {
		return read((step) -> this.store.workers.values()
			.stream()
			.map((worker) -> new WorkerInfo(worker.id(), worker.host(), worker.pid(), worker.startedAt(),
					containers(worker, step.now)))
			.filter((worker) -> !worker.containers().isEmpty())
			.toList());
	}

	private List<WorkerInfo.Container> containers(WorkerIdentity worker, Instant now) {
		List<WorkerInfo.Container> containers = new ArrayList<>();
		for (MemoryQueue queue : this.store.queues.values()) {
			MemoryQueue.Lease lease = queue.leases.get(worker.id());
			if (lease != null && !lease.isOver(now)) {
				containers.add(new WorkerInfo.Container(queue.name, lease.concurrency, lease.until,
						lease.running.stream()
							.filter((job) -> !job.state.isInLine())
							.map((job) -> job.state.id())
							.toList()));
			}
		}
		return containers;
	}

	@Override
	public List<FailureGroup> failures() {
		return read((step) -> this.store.jobs.values()
			.stream()
			.filter((job) -> job.state.status().isDeadLetter())
			.map((job) -> List.of(job.state.queue(), job.data.task(), (errorType(job) != null) ? errorType(job) : ""))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
			.entrySet()
			.stream()
			.map((group) -> new FailureGroup(group.getKey().get(0), group.getKey().get(1), group.getKey().get(2),
					group.getValue()))
			.sorted(Comparator.comparing(FailureGroup::count)
				.reversed()
				.thenComparing(FailureGroup::queue)
				.thenComparing(FailureGroup::task)
				.thenComparing(FailureGroup::errorType))
			.toList());
	}

	private <T> T read(Function<MemoryStep, T> reading) {
		try (MemoryStep step = this.store.begin()) {
			return reading.apply(step);
		}
	}

	/**
	 * The end of a page of a search: the key of its last job. So jobs that are added or
	 * removed in the meantime neither repeat nor hide others.
	 */
	private record SearchCursor(JobStatus status, String queue, int priority, Instant time, String id) {

		/**
		 * By status and queue, then those first that are last to run or were last to end.
		 */
		static final Comparator<SearchCursor> ORDER = Comparator.comparing(SearchCursor::status)
			.thenComparing(SearchCursor::queue)
			.thenComparing(SearchCursor::priority)
			.thenComparing(SearchCursor::time, Comparator.reverseOrder())
			.thenComparing(SearchCursor::id, Comparator.reverseOrder());

		static SearchCursor of(MemoryJob job) {
			JobStatus status = job.state.status();
			boolean ready = status == JobStatus.QUEUED || status == JobStatus.INTERRUPTED;
			Instant time = (status == JobStatus.STARTED) ? Instant.EPOCH
					: (job.state.endedAt() != null) ? job.state.endedAt() : job.state.dueAt();
			return new SearchCursor(status, job.state.queue(), ready ? job.data.priority() : 0, time,
					job.state.id().value());
		}

		boolean isBefore(MemoryJob job) {
			return ORDER.compare(this, of(job)) < 0;
		}

		static @Nullable SearchCursor parse(@Nullable String text) {
			if (text == null) {
				return null;
			}
			String[] parts = text.split("/", 5);
			try {
				return new SearchCursor(JobStatus.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]),
						Instant.parse(parts[3]), parts[4]);
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeParseException ex) {
				throw new InvalidJobException(
						"'" + StoredText.shown(text) + "' is no cursor of a page: pass what JobPage.next() gave");
			}
		}

		@Override
		public String toString() {
			return String.join("/", this.status.name(), this.queue, Integer.toString(this.priority),
					this.time.toString(), this.id);
		}

	}

}
