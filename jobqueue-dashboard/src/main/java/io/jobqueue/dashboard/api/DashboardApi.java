package io.jobqueue.dashboard.api;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedules;
import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.api.flow.FlowsApi;
import io.jobqueue.dashboard.api.job.JobActsApi;
import io.jobqueue.dashboard.api.job.JobLogApi;
import io.jobqueue.dashboard.api.job.JobStackApi;
import io.jobqueue.dashboard.api.job.JobStepsApi;
import io.jobqueue.dashboard.api.job.JobsApi;
import io.jobqueue.dashboard.api.statistics.StatisticsApi;
import io.jobqueue.dashboard.api.statistics.TasksApi;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.OpenApi;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.task.TaskRegistry;

/** All routes of the API. Each class of a view adds its own. */
public final class DashboardApi {

	private final List<Route> routes;

	/**
	 * Create the API.
	 * @param source what it shows and changes
	 * @param properties how
	 * @param audit records acts
	 * @param clock the clock of this application
	 */
	public DashboardApi(Source source, DashboardProperties properties, Audit audit, InstantSource clock) {
		AnswerCache answers = new AnswerCache(clock);
		Audit acts = audit.then(answers::changed);
		List<Route> views = Stream
			.of(new SessionApi(properties).routes(), new OverviewApi(source.explorer(), answers, clock).routes(),
					new QueuesApi(source, acts, answers, clock).routes(),
					new JobsApi(source.explorer(), properties.payloads(), answers).routes(),
					new JobLogApi(source.explorer(), properties.payloads()).routes(),
					new JobStepsApi(source.explorer(), properties.payloads()).routes(),
					new JobStackApi(source.explorer(), clock).routes(),
					new LimitsApi(source, acts, answers, clock).routes(),
					new JobActsApi(source.operator(), properties.payloads(), acts).routes(),
					new FlowsApi(source.explorer(), source.operator(), acts, answers).routes(),
					new FailuresApi(source.explorer(), answers).routes(),
					new SchedulesApi(source, acts, answers).routes(), new WorkersApi(source, acts, answers).routes(),
					new TasksApi(source.tasks(), source.explorer(), clock).routes(),
					new StatisticsApi(source.explorer(), clock).routes(), new AuditApi(source.explorer()).routes())
			.flatMap(List::stream)
			.toList();
		this.routes = OpenApi.with(views);
	}

	public List<Route> routes() {
		return this.routes;
	}

	/**
	 * What the API shows and changes.
	 *
	 * @param explorer reads jobs
	 * @param operator changes jobs
	 * @param schedules reads and changes schedules
	 * @param tasks the tasks of this application
	 */
	public record Source(JobExplorer explorer, JobOperator operator, JobSchedules schedules, TaskRegistry tasks) {
	}

}
