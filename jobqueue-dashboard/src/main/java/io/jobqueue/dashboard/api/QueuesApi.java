package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jobqueue.JobStatistics;
import io.jobqueue.Names;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.WorkerInfo;
import io.jobqueue.autoconfigure.cache.CachedRead;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues, and what an operator does with a queue. */
final class QueuesApi {

	private static final Logger logger = LoggerFactory.getLogger(QueuesApi.class);

	/** How many minutes a rate is the average of. */
	private static final int RECENT = 5;

	private final DashboardApi.Source source;

	private final Audit audit;

	private final SharedAnswer queues;

	private final CachedRead<Optional<Map<String, Double>>> rates;

	QueuesApi(DashboardApi.Source source, Audit audit, AnswerCache answers, InstantSource clock) {
		this.source = source;
		this.audit = audit;
		this.queues = answers.answer(this::readQueues);
		this.rates = new CachedRead<>(this::readRates, clock, SharedAnswer.STATISTICS_AGE);
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
		@Nullable Map<String, Double> rates = this.rates.get().orElse(null);
		return this.source.explorer()
			.queues()
			.stream()
			.map((queue) -> QueueRow.of(queue, workers, (rates != null) ? rates.getOrDefault(queue.name(), 0.0) : null))
			.toList();
	}

	/**
	 * Attempts that ended, a minute, by queue. Queues without any are missing. Empty if
	 * the rates are not known.
	 */
	private Optional<Map<String, Double>> readRates() {
		Map<String, Double> rates = new HashMap<>();
		try {
			// The minute that runs is the last point.
			StatisticsQuery recent = StatisticsQuery.last(Duration.ofMinutes(RECENT + 1));
			for (TaskStatistics task : this.source.explorer().taskStatistics(recent)) {
				if (task.queue() != null) {
					rates.merge(task.queue(), (double) endedInWholeMinutes(task.statistics()) / RECENT, Double::sum);
				}
			}
			return Optional.of(rates);
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have statistics.
			return Optional.empty();
		}
		catch (StoreUnavailableException ex) {
			logger.debug("The queues are shown without rates", ex);
			return Optional.empty();
		}
	}

	private static long endedInWholeMinutes(JobStatistics statistics) {
		List<JobStatistics.Point> points = statistics.points();
		return points.subList(0, points.size() - 1)
			.stream()
			.mapToLong((point) -> point.ended() + point.retried())
			.sum();
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
