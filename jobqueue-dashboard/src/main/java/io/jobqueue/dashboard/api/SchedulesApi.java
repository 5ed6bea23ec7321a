package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.Misfire;
import io.jobqueue.Names;
import io.jobqueue.Overlap;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.api.job.ReadableJobs;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** Recurring jobs, and what an operator does with them. */
final class SchedulesApi {

	/** Jobs of the last runs whose end is read, of all schedules. */
	private static final int MOST_JOBS = 300;

	private static final int RUNS_WITH_END = 10;

	private final JobSchedules schedules;

	private final JobExplorer explorer;

	private final Audit audit;

	private final SharedAnswer answer;

	SchedulesApi(DashboardApi.Source source, Audit audit, AnswerCache answers) {
		this.schedules = source.schedules();
		this.explorer = source.explorer();
		this.audit = audit;
		this.answer = answers.answer(this::read);
	}

	List<Route> routes() {
		return List.of(
				Route
					.get("/api/schedules", "The first 1000 recurring jobs with their last runs",
							(call) -> this.answer.get())
					.answersList(Row.class),
				Route.post("/api/schedules/{name}/pause", Access.OPERATE, "Stop it from firing", this::pause)
					.answers(QueuesApi.Changed.class),
				Route.post("/api/schedules/{name}/resume", Access.OPERATE, "Resume the schedule", this::resume)
					.answers(QueuesApi.Changed.class),
				Route.post("/api/schedules/{name}/trigger", Access.OPERATE, "Fire it now", this::trigger)
					.answers(Triggered.class));
	}

	private List<Row> read() {
		try {
			List<JobSchedule> all = this.schedules.list();
			Map<JobId, JobInfo> jobs = jobs(all);
			return all.stream().map((schedule) -> Row.of(schedule, jobs)).toList();
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have schedules.
			return List.of();
		}
	}

	private Map<JobId, JobInfo> jobs(List<JobSchedule> all) {
		return ReadableJobs.find(this.explorer, all.stream().flatMap(SchedulesApi::ids).limit(MOST_JOBS).toList());
	}

	private static Stream<JobId> ids(JobSchedule schedule) {
		return schedule.runs().stream().limit(RUNS_WITH_END).flatMap((run) -> Stream.ofNullable(run.job()));
	}

	private DashboardResponse pause(Call call) {
		return changed(call, "pause", this.schedules.pause(name(call)));
	}

	private DashboardResponse resume(Call call) {
		return changed(call, "resume", this.schedules.resume(name(call)));
	}

	private DashboardResponse trigger(Call call) {
		String id = this.schedules.trigger(name(call)).value();
		changed(call, "trigger", true);
		return DashboardResponse.json(new Triggered(id));
	}

	private DashboardResponse changed(Call call, String action, boolean exists) {
		String name = name(call);
		if (!exists) {
			throw new NotFoundException("There is no schedule '%s'".formatted(name));
		}
		this.audit.record(call, action, "schedule " + name, 1);
		return DashboardResponse.json(new QueuesApi.Changed(1));
	}

	private static String name(Call call) {
		return Names.requireSchedule(call.variable("name"));
	}

	/**
	 * A schedule that was fired.
	 *
	 * @param job the id of its job
	 */
	record Triggered(String job) {
	}

	/**
	 * A recurring job.
	 *
	 * @param name its name
	 * @param task the name of its task
	 * @param queue the queue of its jobs
	 * @param cron the cron expression, {@code null} if it has an interval
	 * @param everyMillis the interval, {@code null} if it has a cron expression
	 * @param zone the zone of the cron expression
	 * @param misfire what happens to missed ticks
	 * @param overlap what happens to a tick while the previous job has not ended
	 * @param origin where it is defined
	 * @param state whether it fires
	 * @param next when its next job is due
	 * @param runs its last 20 ticks, the newest first
	 */
	record Row(String name, String task, String queue, @Nullable String cron, @Nullable Long everyMillis, String zone,
			Misfire misfire, Overlap overlap, JobSchedule.Origin origin, JobSchedule.State state,
			@Nullable Instant next, List<Run> runs) {

		static Row of(JobSchedule schedule, Map<JobId, JobInfo> jobs) {
			Duration every = schedule.every();
			return new Row(schedule.name(), schedule.task(), schedule.queue(), schedule.cron(),
					(every != null) ? every.toMillis() : null, schedule.zone().getId(), schedule.misfire(),
					schedule.overlap(), schedule.origin(), schedule.state(), schedule.next(),
					schedule.runs().stream().map((run) -> Run.of(run, jobs)).toList());
		}

	}

	/**
	 * A tick and what became of it.
	 *
	 * @param tick the planned time
	 * @param at when it was decided
	 * @param outcome what became of it
	 * @param job the id of its job, {@code null} for none
	 * @param status the status of its job, {@code null} if the store no longer has it, or
	 * it is not one of the last ten
	 * @param durationMillis how long its last attempt took, {@code null} if that is not
	 * known
	 */
	record Run(Instant tick, Instant at, JobSchedule.Outcome outcome, @Nullable String job, @Nullable JobStatus status,
			@Nullable Long durationMillis) {

		static Run of(JobSchedule.Run run, Map<JobId, JobInfo> jobs) {
			JobId id = run.job();
			JobInfo job = (id != null) ? jobs.get(id) : null;
			return new Run(run.tick(), run.at(), run.outcome(), (id != null) ? id.value() : null,
					(job != null) ? job.status() : null, (job != null) ? duration(job) : null);
		}

		private static @Nullable Long duration(JobInfo job) {
			Instant started = job.startedAt();
			Instant ended = job.endedAt();
			return (started != null && ended != null) ? Duration.between(started, ended).toMillis() : null;
		}

	}

}
