package io.jobqueue.dashboard.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobStatus;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.route.Route;

/** The state of all jobs: findings, sizes, the largest queues and the newest failures. */
final class OverviewApi {

	private static final int SHOWN = 10;

	private final JobExplorer explorer;

	private final InstantSource clock;

	private final SharedAnswer answer;

	OverviewApi(JobExplorer explorer, AnswerCache answers, InstantSource clock) {
		this.explorer = explorer;
		this.clock = clock;
		this.answer = answers.answer(this::read);
	}

	List<Route> routes() {
		return List.of(
				Route
					.get("/api/overview", "Findings, sizes by status, the largest queues, the newest failures",
							(call) -> this.answer.get())
					.answers(Overview.class));
	}

	private Overview read() {
		List<WorkerInfo> workers = this.explorer.workers();
		List<QueueRow> queues = this.explorer.queues()
			.stream()
			.map((queue) -> QueueRow.of(queue, workers, null))
			.toList();
		List<FailureGroup> failures = this.explorer.failures();
		Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
		queues.forEach((queue) -> queue.sizes().forEach((status, size) -> sizes.merge(status, size, Long::sum)));
		List<WorkerInfo.Container> containers = workers.stream()
			.flatMap((worker) -> worker.containers().stream())
			.toList();
		return new Overview(this.clock.instant(), Findings.of(queues, failures, workers.size()), sizes, queues.size(),
				queues.stream()
					.sorted(Comparator.comparingLong(QueueRow::due).thenComparingLong(QueueRow::running).reversed())
					.limit(SHOWN)
					.toList(),
				newest(failures), workers.size(), containers.stream().mapToInt(WorkerInfo.Container::concurrency).sum(),
				containers.stream().mapToInt((container) -> container.running().size()).sum());
	}

	private static List<FailureRow> newest(List<FailureGroup> failures) {
		return failures.stream()
			.sorted(Comparator.comparing(FailureGroup::lastAt, Comparator.nullsFirst(Comparator.naturalOrder()))
				.reversed())
			.limit(SHOWN)
			.map(FailureRow::of)
			.toList();
	}

	/**
	 * The state at one moment.
	 *
	 * @param at when, by the clock of this application
	 * @param findings problems, the worst first
	 * @param sizes the number of jobs in each status
	 * @param queueCount the number of queues
	 * @param queues the queues with the most jobs that could start
	 * @param failures the groups with the newest dead letters
	 * @param workers the number of workers
	 * @param capacity how many jobs can run at the same time
	 * @param running how many run
	 */
	record Overview(Instant at, List<Findings.Finding> findings, Map<JobStatus, Long> sizes, int queueCount,
			List<QueueRow> queues, List<FailureRow> failures, int workers, int capacity, int running) {
	}

}
