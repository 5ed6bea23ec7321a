package io.jobqueue.dashboard.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.api.job.ReadableJobs;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;

/** The live workers and what they run. */
final class WorkersApi {

	private static final int MOST_JOBS = 100;

	private final JobExplorer explorer;

	private final JobOperator operator;

	private final Audit audit;

	private final SharedAnswer answer;

	WorkersApi(DashboardApi.Source source, Audit audit, AnswerCache answers) {
		this.explorer = source.explorer();
		this.operator = source.operator();
		this.audit = audit;
		this.answer = answers.answer(this::read);
	}

	List<Route> routes() {
		return List.of(
				Route.get("/api/workers", "The live workers and what they run", (call) -> this.answer.get())
					.answersList(Row.class),
				Route
					.post("/api/workers/{worker}/drain", Access.OPERATE,
							"Let a worker take no more jobs; 'changed' is 0 if it drains already",
							(call) -> drain(call, true))
					.answers(QueuesApi.Changed.class),
				Route
					.post("/api/workers/{worker}/resume", Access.OPERATE,
							"Let a worker take jobs again; 'changed' is 0 if it does not drain",
							(call) -> drain(call, false))
					.answers(QueuesApi.Changed.class));
	}

	private DashboardResponse drain(Call call, boolean drains) {
		String worker = call.variable("worker");
		int changed = (drains ? this.operator.drainWorker(worker) : this.operator.resumeWorker(worker)) ? 1 : 0;
		this.audit.record(call, drains ? "drain" : "resume", "worker " + worker, changed);
		return DashboardResponse.json(new QueuesApi.Changed(changed));
	}

	private List<Row> read() {
		List<WorkerInfo> workers = this.explorer.workers();
		List<JobId> running = workers.stream()
			.flatMap((worker) -> worker.containers().stream())
			.flatMap((container) -> container.running().stream())
			.limit(MOST_JOBS)
			.toList();
		Map<JobId, JobInfo> jobs = ReadableJobs.find(this.explorer, running);
		return workers.stream().map((worker) -> Row.of(worker, jobs)).toList();
	}

	/**
	 * A worker.
	 *
	 * @param id its id
	 * @param host the name of the host
	 * @param pid the process id
	 * @param startedAt when it started, by its own clock
	 * @param draining whether an operator lets it take no more jobs
	 * @param containers its containers
	 */
	record Row(String id, String host, long pid, Instant startedAt, boolean draining, List<Container> containers) {

		static Row of(WorkerInfo worker, Map<JobId, JobInfo> jobs) {
			return new Row(worker.id(), worker.host(), worker.pid(), worker.startedAt(), worker.draining(),
					worker.containers().stream().map((container) -> Container.of(container, jobs)).toList());
		}

	}

	/**
	 * The part of a worker that serves one queue.
	 *
	 * @param queue the queue
	 * @param concurrency how many jobs may run at the same time
	 * @param leaseUntil when the lease expires unless it is renewed
	 * @param runningCount how many jobs run
	 * @param running those of the first 100 of all workers
	 */
	record Container(String queue, int concurrency, Instant leaseUntil, int runningCount, List<Running> running) {

		static Container of(WorkerInfo.Container container, Map<JobId, JobInfo> jobs) {
			return new Container(container.queue(), container.concurrency(), container.leaseUntil(),
					container.running().size(),
					container.running()
						.stream()
						.map(jobs::get)
						.filter(Objects::nonNull)
						.map((job) -> new Running(job.id().value(), job.task(), job.startedAt(), job.progress()))
						.toList());
		}

	}

	/**
	 * A job that runs.
	 *
	 * @param id its id
	 * @param task the name of its task
	 * @param startedAt when its attempt started
	 * @param progress from 0.0 to 1.0
	 */
	record Running(String id, String task, @Nullable Instant startedAt, double progress) {
	}

}
