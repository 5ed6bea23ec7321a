package io.jobqueue.dashboard.api.statistics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobStatistics;
import io.jobqueue.TaskStatistics;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.answer.SharedAnswers;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that this application knows, and what became of their jobs. */
public final class TasksApi {

	private static final Logger logger = LoggerFactory.getLogger(TasksApi.class);

	private static final JobStatistics.Times NO_TIMES = new JobStatistics.Times(0, null, null, null, null);

	private static final JobStatistics.Point NOTHING = new JobStatistics.Point(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0,
			NO_TIMES, NO_TIMES);

	private final TaskRegistry tasks;

	private final JobExplorer explorer;

	private final SharedAnswers<StatisticsPeriod> answers;

	/**
	 * Create the routes.
	 * @param tasks the tasks of this application
	 * @param explorer reads statistics
	 * @param clock the clock for the age of answers
	 */
	public TasksApi(TaskRegistry tasks, JobExplorer explorer, InstantSource clock) {
		this.tasks = tasks;
		this.explorer = explorer;
		this.answers = new SharedAnswers<>(this::read, clock, SharedAnswer.STATISTICS_AGE);
	}

	public List<Route> routes() {
		return List.of(Route
			.get("/api/tasks", "The tasks that this application knows, and what became of their jobs in all queues",
					(call) -> this.answers.get(StatisticsPeriod.of(call)))
			.with(StatisticsPeriod.PARAMETER)
			.answersList(Row.class),
				Route
					.get("/api/tasks/names", "The names of the tasks that this application knows",
							(call) -> DashboardResponse.json(names()))
					.answersList(String.class));
	}

	private List<String> names() {
		return this.tasks.tasks().stream().map(Task::name).sorted().toList();
	}

	private List<Row> read(StatisticsPeriod period) {
		@Nullable Map<String, JobStatistics> statistics = statistics(period);
		return this.tasks.tasks()
			.stream()
			.sorted(Comparator.comparing(Task::name))
			.map((task) -> (statistics != null) ? Row.of(task, statistics.get(task.name())) : Row.of(task))
			.toList();
	}

	/** Return the statistics by task, {@code null} if they are not known. */
	private @Nullable Map<String, JobStatistics> statistics(StatisticsPeriod period) {
		try {
			return this.explorer.taskStatistics(period.query().acrossQueues())
				.stream()
				.collect(Collectors.toMap(TaskStatistics::task, TaskStatistics::statistics));
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have statistics.
			return null;
		}
		catch (StoreUnavailableException ex) {
			logger.debug("The tasks are shown without statistics", ex);
			return null;
		}
	}

	/**
	 * A task.
	 *
	 * @param name its name
	 * @param aliases its earlier names
	 * @param queue the queue of its jobs unless a request says otherwise
	 * @param timeoutMillis how long an attempt may run
	 * @param maxRetries the number of retries
	 * @param payloadType the type of its payload
	 * @param count how many of its jobs ended in the period, {@code null} if that is not
	 * known
	 * @param failureRate the part of them that are dead letters, from 0 to 1;
	 * {@code null} if none ended, or that is not known
	 * @param retried attempts that led to another one, {@code null} if that is not known
	 * @param waitTimes times from due to start
	 * @param runTimes times of attempts
	 * @param trend the jobs that ended, over time; empty if there were no attempts
	 */
	record Row(String name, Set<String> aliases, String queue, long timeoutMillis, int maxRetries, String payloadType,
			@Nullable Long count, @Nullable Double failureRate, @Nullable Long retried,
			@JsonProperty("wait") Percentiles waitTimes, @JsonProperty("run") Percentiles runTimes, List<Trend> trend) {

		/** A task without statistics. */
		static Row of(Task task) {
			return of(task, null, NOTHING, null, List.of());
		}

		/** A task with statistics, {@code null} if it had no attempts. */
		static Row of(Task task, @Nullable JobStatistics statistics) {
			return (statistics != null) ? of(task, statistics.total(), statistics.points())
					: of(task, NOTHING, List.of());
		}

		private static Row of(Task task, JobStatistics.Point total, List<JobStatistics.Point> points) {
			return of(task, total.ended(), total, total.retried(), points);
		}

		private static Row of(Task task, @Nullable Long count, JobStatistics.Point total, @Nullable Long retried,
				List<JobStatistics.Point> points) {
			return new Row(task.name(), task.aliases(), task.queue(), task.timeout().toMillis(),
					task.retryPolicy().maxRetries(), task.payloadType().getTypeName(), count, FailureRate.of(total),
					retried, Percentiles.of(total.waitTimes()), Percentiles.of(total.runTimes()),
					points.stream().map(Trend::of).toList());
		}

	}

	/**
	 * The jobs that ended in a part of the period.
	 *
	 * @param at its begin
	 * @param succeeded jobs that succeeded
	 * @param failed jobs that ended as dead letters
	 */
	record Trend(Instant at, long succeeded, long failed) {

		static Trend of(JobStatistics.Point point) {
			return new Trend(point.at(), point.succeeded(), point.failed());
		}

	}

}
