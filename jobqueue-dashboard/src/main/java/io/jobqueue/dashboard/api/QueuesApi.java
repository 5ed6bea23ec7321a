package io.jobqueue.dashboard.api;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.Names;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.SharedAnswer;
import org.jspecify.annotations.Nullable;

/** Queues, and what an operator does with a queue. */
final class QueuesApi {

	private final DashboardApi.Source source;

	private final Audit audit;

	private final SharedAnswer queues;

	QueuesApi(DashboardApi.Source source, Audit audit, InstantSource clock) {
		this.source = source;
		this.audit = audit;
		this.queues = new SharedAnswer(this::readQueues, clock);
	}

	List<Route> routes() {
		return List.of(
				Route.get("/api/queues", "All queues with their sizes and workers", (call) -> this.queues.get())
					.answersList(QueueRow.class),
				Route
					.post("/api/queues/{queue}/pause", Access.OPERATE, "Stop workers from claiming its jobs",
							this::pause)
					.answers(Changed.class),
				Route
					.post("/api/queues/{queue}/resume", Access.OPERATE, "Allow workers to claim its jobs again",
							this::resume)
					.answers(Changed.class),
				Route
					.post("/api/queues/{queue}/purge", Access.ADMIN,
							"Delete its waiting jobs; the body repeats the name as 'confirm'", this::purge)
					.takes(Confirmation.class)
					.answers(Changed.class));
	}

	private List<QueueRow> readQueues() {
		List<WorkerInfo> workers = this.source.explorer().workers();
		return this.source.explorer().queues().stream().map((queue) -> QueueRow.of(queue, workers)).toList();
	}

	private DashboardResponse pause(Call call) {
		String queue = Names.requireQueue(call.variable("queue"));
		this.source.operator().pause(queue);
		return changed(call, "pause", queue, 1);
	}

	private DashboardResponse resume(Call call) {
		String queue = Names.requireQueue(call.variable("queue"));
		this.source.operator().resume(queue);
		return changed(call, "resume", queue, 1);
	}

	private DashboardResponse purge(Call call) {
		String queue = Names.requireQueue(call.variable("queue"));
		if (!queue.equals(call.body(Confirmation.class).confirm())) {
			throw new BadRequestException("'confirm' must be the name of the queue: '%s'".formatted(queue));
		}
		return changed(call, "purge", queue, this.source.operator().purge(queue));
	}

	private DashboardResponse changed(Call call, String action, String queue, long count) {
		this.queues.forget();
		this.audit.record(call, action, "queue " + queue, count);
		return DashboardResponse.json(new Changed(count));
	}

	/**
	 * The confirmation of a purge.
	 *
	 * @param confirm the name of the queue
	 */
	record Confirmation(@Nullable String confirm) {
	}

	/**
	 * What an act has changed.
	 *
	 * @param changed the number of jobs, queues or schedules
	 */
	record Changed(long changed) {
	}

}
