package io.jobqueue.dashboard.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.SharedAnswer;

/** The live workers and what they run. */
final class WorkersApi {

	private static final int MOST_JOBS = 100;

	private final JobExplorer explorer;

	private final SharedAnswer answer;

	WorkersApi(JobExplorer explorer, InstantSource clock) {
		this.explorer = explorer;
		this.answer = new SharedAnswer(this::read, clock);
	}

	List<Route> routes() {
		return List.of(Route.get("/api/workers", "The live workers and what they run", (call) -> this.answer.get())
			.answersList(Row.class));
	}

	private List<Row> read() {
		return this.explorer.workers().stream().map(Row::of).toList();
	}

	/**
	 * A worker.
	 *
	 * @param id its id
	 * @param host the name of the host
	 * @param pid the process id
	 * @param startedAt when it started, by its own clock
	 * @param containers its containers
	 */
	record Row(String id, String host, long pid, Instant startedAt, List<Container> containers) {

		static Row of(WorkerInfo worker) {
			return new Row(worker.id(), worker.host(), worker.pid(), worker.startedAt(),
					worker.containers().stream().map(Container::of).toList());
		}

	}

	/**
	 * The part of a worker that serves one queue.
	 *
	 * @param queue the queue
	 * @param concurrency how many jobs may run at the same time
	 * @param leaseUntil when the lease expires unless it is renewed
	 * @param runningCount how many jobs run
	 * @param running the ids of at most 100 of them
	 */
	record Container(String queue, int concurrency, Instant leaseUntil, int runningCount, List<String> running) {

		static Container of(WorkerInfo.Container container) {
			return new Container(container.queue(), container.concurrency(), container.leaseUntil(),
					container.running().size(),
					container.running().stream().limit(MOST_JOBS).map(JobId::value).toList());
		}

	}

}
