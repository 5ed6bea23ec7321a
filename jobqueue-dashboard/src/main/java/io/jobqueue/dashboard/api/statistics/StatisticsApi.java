package io.jobqueue.dashboard.api.statistics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobStatistics;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.answer.SharedAnswers;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteContent;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** Rates and times of jobs. */
public final class StatisticsApi {

	private final JobExplorer explorer;

	private final InstantSource clock;

	private final SharedAnswers<StatisticsQuery> answers;

	/**
	 * Create the routes.
	 * @param explorer reads statistics
	 * @param clock the clock for the age of answers
	 */
	public StatisticsApi(JobExplorer explorer, InstantSource clock) {
		this.explorer = explorer;
		this.clock = clock;
		this.answers = new SharedAnswers<>(this::read, clock, SharedAnswer.STATISTICS_AGE);
	}

	public List<Route> routes() {
		return List.of(Route
			.get("/api/statistics", "Rates and times of jobs; without points if the store has no statistics", this::get)
			.with(StatisticsPeriod.PARAMETER, new RouteContent.Parameter("queue", "Only this queue", false),
					new RouteContent.Parameter("task", "Only this task", false))
			.answers(Statistics.class));
	}

	private DashboardResponse get(Call call) {
		StatisticsQuery query = StatisticsPeriod.of(call).query();
		String queue = call.parameter("queue");
		String task = call.parameter("task");
		query = (queue != null) ? query.inQueue(queue) : query;
		return this.answers.get((task != null) ? query.withTask(task) : query);
	}

	private Statistics read(StatisticsQuery query) {
		try {
			JobStatistics statistics = this.explorer.statistics(query);
			return new Statistics(statistics.from(), statistics.to(), statistics.step().toSeconds(),
					FailureRate.of(statistics.total()), statistics.points().stream().map(Point::of).toList());
		}
		catch (UnsupportedStorePartException ex) {
			// The page then shows no charts.
			Instant now = this.clock.instant();
			return new Statistics(now.minus(query.period()), now, query.period().toSeconds(), null, List.of());
		}
	}

	/**
	 * Rates and times over time.
	 *
	 * @param from the begin of the first point
	 * @param to the end of the last point
	 * @param step the length of a point in seconds
	 * @param failureRate the part of the jobs that ended which are dead letters, from 0
	 * to 1; {@code null} if none ended
	 * @param points without gaps, the oldest first; the last one has not ended
	 */
	record Statistics(Instant from, Instant to, long step, @Nullable Double failureRate, List<Point> points) {
	}

	/**
	 * The attempts of a step.
	 *
	 * @param at its begin
	 * @param succeeded jobs that succeeded
	 * @param failed jobs that ended as dead letters
	 * @param retried attempts that led to another one
	 * @param waitTimes times from due to start
	 * @param runTimes times of attempts
	 */
	record Point(Instant at, long succeeded, long failed, long retried, @JsonProperty("wait") Percentiles waitTimes,
			@JsonProperty("run") Percentiles runTimes) {

		static Point of(JobStatistics.Point point) {
			return new Point(point.at(), point.succeeded(), point.failed(), point.retried(),
					Percentiles.of(point.waitTimes()), Percentiles.of(point.runTimes()));
		}

	}

}
