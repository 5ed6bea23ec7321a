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
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.SharedAnswers;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import org.jspecify.annotations.Nullable;

/** The tasks that this application knows, and what became of their jobs. */
public final class TasksApi {

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
		this.answers = new SharedAnswers<>(this::read, clock);
	}

	public List<Route> routes() {
		return List.of(Route
			.get("/api/tasks", "The tasks that this application knows, and what became of their jobs in all queues",
					(call) -> this.answers.get(StatisticsPeriod.of(call)))
			.with(StatisticsPeriod.PARAMETER)
			.answersList(Row.class));
	}

	private List<Row> read(StatisticsPeriod period) {
		Map<String, JobStatistics> statistics = statistics(period);
		return this.tasks.tasks()
			.stream()
			.sorted(Comparator.comparing(Task::name))
			.map((task) -> Row.of(task, statistics.get(task.name())))
			.toList();
	}

	private Map<String, JobStatistics> statistics(StatisticsPeriod period) {
		try {
			return this.explorer.taskStatistics(period.query().acrossQueues())
				.stream()
				.collect(Collectors.toMap(TaskStatistics::task, TaskStatistics::statistics));
		}
		catch (UnsupportedStorePartException ex) {
			// The page then shows no figures.
			return Map.of();
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
	 * @param count how many of its jobs ended in the period
	 * @param failureRate the part of them that are dead letters, from 0 to 1;
	 * {@code null} if none ended
	 * @param retried attempts that led to another one
	 * @param waitTimes times from due to start
	 * @param runTimes times of attempts
	 * @param trend the jobs that ended, over time; empty if there were no attempts
	 */
	record Row(String name, Set<String> aliases, String queue, long timeoutMillis, int maxRetries, String payloadType,
			long count, @Nullable Double failureRate, long retried, @JsonProperty("wait") Percentiles waitTimes,
			@JsonProperty("run") Percentiles runTimes, List<Trend> trend) {

		static Row of(Task task, @Nullable JobStatistics statistics) {
			JobStatistics.Point total = (statistics != null) ? statistics.total() : NOTHING;
			List<JobStatistics.Point> points = (statistics != null) ? statistics.points() : List.of();
			return new Row(task.name(), task.aliases(), task.queue(), task.timeout().toMillis(),
					task.retryPolicy().maxRetries(), task.payloadType().getTypeName(), total.ended(),
					(total.ended() > 0) ? (double) total.failed() / total.ended() : null, total.retried(),
					Percentiles.of(total.waitTimes()), Percentiles.of(total.runTimes()),
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
