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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
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
	public List<JobSource> filled(List<JobSource> sources) {
		return read((step) -> sources.stream().filter((source) -> !in(source).isEmpty()).toList());
	}

	@Override
	public long tagged(String tag, List<String> queues) {
		return queues.stream().mapToLong((queue) -> read((step) -> in(JobSource.ofTag(tag, queue)).size())).sum();
	}

	@Override
	public List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit) {
		return read((step) -> in(source).stream()
			.map((job) -> (source.tag() != null) ? new JobPosition(0, 0, 0, job.state.id()) : position(job))
			.filter((each) -> after == null || JobPosition.LAST_FIRST.compare(after, each) < 0)
			.sorted(JobPosition.LAST_FIRST)
			.limit(limit)
			.toList());
	}

	/** Jobs that a worker holds in line are claimed before all others. */
	private static JobPosition position(MemoryJob job) {
		JobState state = job.state;
		long time = (state.endedAt() != null) ? state.endedAt().toEpochMilli() : state.dueAt().toEpochMilli();
		return switch (state.place()) {
			case READY -> new JobPosition(-job.data.priority(), time, job.sequence(), state.id());
			case HELD -> new JobPosition(state.isInLine() ? Integer.MIN_VALUE : 0, 0, 0, state.id());
			case DELAYED, ENDED -> new JobPosition(0, time, job.sequence(), state.id());
		};
	}

	@Override
	public List<JobInfo> jobs(JobSource source, List<JobId> ids) {
		return read((step) -> ids.stream()
			.flatMap((id) -> Stream.ofNullable(this.store.jobs.get(id)))
			.filter(in(source)::contains)
			.map(MemoryJob::toInfo)
			.toList());
	}

	private Set<MemoryJob> in(JobSource source) {
		MemoryQueue queue = this.store.queues.get(source.queue());
		if (queue == null) {
			return Set.of();
		}
		String tag = source.tag();
		return (tag == null) ? queue.in(source.requireStatus())
				: this.store.jobs.values()
					.stream()
					.filter((job) -> job.state.queue().equals(queue.name) && job.traits.tags().contains(tag))
					.collect(Collectors.toSet());
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

}
