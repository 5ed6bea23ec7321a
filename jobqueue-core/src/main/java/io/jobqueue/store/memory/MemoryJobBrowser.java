package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
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
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.store.memory.QueueState.Lease;

import org.jspecify.annotations.Nullable;

/**
 * The reads. It counts what it groups, which a store for tests may.
 */
final class MemoryJobBrowser implements JobBrowser {

	private final MemoryState state;

	MemoryJobBrowser(MemoryState state) {
		this.state = state;
	}

	@Override
	public Instant now() {
		try (Turn turn = this.state.begin()) {
			return turn.now();
		}
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		try (Turn turn = this.state.begin()) {
			Map<JobId, JobInfo> found = new LinkedHashMap<>();
			for (JobId id : ids) {
				JobEntry entry = turn.job(id);
				if (entry != null) {
					found.put(id, entry.toInfo());
				}
			}
			return found;
		}
	}

	@Override
	public JobPage search(JobQuery query) {
		@Nullable SearchCursor after = SearchCursor.parse(query.cursor());
		try (Turn turn = this.state.begin()) {
			List<JobEntry> found = turn.state().queues.values()
				.stream()
				.filter((queue) -> query.queue() == null || query.queue().equals(queue.name))
				.flatMap((queue) -> query.statuses().stream().flatMap((status) -> queue.in(status).stream()))
				.filter((entry) -> matches(query, entry) && isAfter(entry, after))
				.sorted(Comparator.comparing(SearchCursor::of, SearchCursor.ORDER))
				.limit(query.limit() + 1L)
				.toList();
			List<JobEntry> page = found.subList(0, Math.min(found.size(), query.limit()));
			boolean more = found.size() > page.size();
			return new JobPage(page.stream().map(JobEntry::toInfo).toList(),
					more ? SearchCursor.of(page.get(page.size() - 1)).toString() : null);
		}
	}

	private static boolean isAfter(JobEntry entry, @Nullable SearchCursor cursor) {
		return cursor == null || SearchCursor.ORDER.compare(cursor, SearchCursor.of(entry)) < 0;
	}

	private static boolean matches(JobQuery query, JobEntry entry) {
		return (query.task() == null || query.task().equals(entry.job.task()))
				&& (query.errorType() == null || (entry.error != null && query.errorType().equals(entry.error.type())));
	}

	@Override
	public List<String> queues() {
		try (Turn turn = this.state.begin()) {
			return List.copyOf(turn.state().queues.keySet());
		}
	}

	@Override
	public QueueInfo queue(String name) {
		try (Turn turn = this.state.begin()) {
			QueueState queue = turn.state().queues.getOrDefault(name, new QueueState(name));
			Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
			queue.byStatus.forEach((status, jobs) -> sizes.put(status, (long) jobs.size()));
			return new QueueInfo(name, queue.paused, sizes, oldestAge(queue, turn.now()));
		}
	}

	private static @Nullable Duration oldestAge(QueueState queue, Instant now) {
		return Stream.of(queue.ready, queue.due)
			.filter((jobs) -> !jobs.isEmpty())
			.map((jobs) -> jobs.first().age(now))
			.filter((age) -> !age.isNegative())
			.findFirst()
			.orElse(null);
	}

	@Override
	public List<WorkerInfo> workers() {
		try (Turn turn = this.state.begin()) {
			return turn.state().workers.values()
				.stream()
				.map((worker) -> new WorkerInfo(worker.id(), worker.host(), worker.pid(), worker.startedAt(),
						containers(turn, worker)))
				.filter((worker) -> !worker.containers().isEmpty())
				.toList();
		}
	}

	private static List<WorkerInfo.Container> containers(Turn turn, WorkerIdentity worker) {
		List<WorkerInfo.Container> containers = new ArrayList<>();
		for (QueueState queue : turn.state().queues.values()) {
			Lease lease = queue.leases.get(worker.id());
			if (lease != null && !lease.isOver(turn.now())) {
				containers.add(new WorkerInfo.Container(queue.name, lease.concurrency, lease.until,
						lease.running.stream().filter((entry) -> !entry.inLine).map(JobEntry::id).toList()));
			}
		}
		return containers;
	}

	@Override
	public List<FailureGroup> failures() {
		try (Turn turn = this.state.begin()) {
			return turn.state().jobs.values()
				.stream()
				.filter((entry) -> entry.status.isDeadLetter())
				.map((entry) -> new FailureGroup(entry.queue, entry.job.task(),
						(entry.error != null) ? entry.error.type() : "", 0))
				.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
				.entrySet()
				.stream()
				.map((group) -> new FailureGroup(group.getKey().queue(), group.getKey().task(),
						group.getKey().errorType(), group.getValue()))
				.sorted(Comparator.comparing(FailureGroup::count)
					.reversed()
					.thenComparing(FailureGroup::queue)
					.thenComparing(FailureGroup::task)
					.thenComparing(FailureGroup::errorType))
				.toList();
		}
	}

}
