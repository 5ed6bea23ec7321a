package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatistics;
import io.jobqueue.Names;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.SharedAnswer;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** Queues, and what an operator does with a queue. */
final class QueuesApi {

	/** Workers store what they have done once in 10 s. */
	private static final Duration RECENT = Duration.ofMinutes(5);

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
		Map<String, Double> rates = rates();
		return this.source.explorer()
			.queues()
			.stream()
			.map((queue) -> QueueRow.of(queue, workers, rates.get(queue.name())))
			.toList();
	}

	/** Attempts that ended, a minute, by queue. Queues without any are missing. */
	private Map<String, Double> rates() {
		Map<String, Double> rates = new HashMap<>();
		try {
			StatisticsQuery recent = StatisticsQuery.last(RECENT);
			for (TaskStatistics task : this.source.explorer().taskStatistics(recent)) {
				if (task.queue() != null) {
					JobStatistics.Point total = task.statistics().total();
					rates.merge(task.queue(), (double) (total.ended() + total.retried()) / RECENT.toMinutes(),
							Double::sum);
				}
			}
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have statistics.
			return Map.of();
		}
		return rates;
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
