package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStateException;
import io.jobqueue.JobWait;
import io.jobqueue.LimitInfo;
import io.jobqueue.Names;
import io.jobqueue.autoconfigure.actuate.JobQueueEndpoint.RunDescriptor;
import io.jobqueue.autoconfigure.actuate.JobQueueEndpoint.ScheduleDescriptor;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.QueueRules;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What the endpoint shows of one schedule, of the limits of one queue, of one job and of
 * one flow. The store is read for each request, because these are not polled.
 */
final class EndpointDetails {

	private static final int MOST_LIMITS = 200;

	private static final int CONFLICT = 409;

	private final JobExplorer explorer;

	private final JobSchedules schedules;

	private final Function<String, QueueRules> rules;

	/**
	 * Create details.
	 * @param rules reads the rules of a queue
	 */
	EndpointDetails(JobExplorer explorer, JobSchedules schedules, Function<String, QueueRules> rules) {
		this.explorer = explorer;
		this.schedules = schedules;
		this.rules = rules;
	}

	/** The schedules; none if the store of the application does not have them. */
	List<JobSchedule> schedules() {
		try {
			return this.schedules.list();
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

	/** Show something of a kind. */
	WebEndpointResponse<Object> show(String kind, String name) {
		return respond(() -> switch (kind) {
			case "schedules" -> found(schedule(name), "There is no schedule '%s'".formatted(name));
			case "limits" -> new WebEndpointResponse<>(limits(name));
			case "jobs" -> found(job(name), "There is no job '%s'".formatted(name));
			case "flows" -> found(flow(name), "There is no flow '%s', or it is no longer kept".formatted(name));
			default -> refused(WebEndpointResponse.STATUS_NOT_FOUND,
					"There is no '%s': use 'schedules/<name>', 'limits/<queue>', 'jobs/<id>' or 'flows/<id>'"
						.formatted(kind));
		});
	}

	/**
	 * Change a schedule.
	 * @param act changes the schedule of that name, and returns whether the action is
	 * known
	 */
	WebEndpointResponse<Object> act(String kind, String name, String action, Predicate<String> act) {
		if (!kind.equals("schedules")) {
			return refused(WebEndpointResponse.STATUS_NOT_FOUND,
					"Actions are for '<queue>' and 'schedules/<name>', not for '%s'".formatted(kind));
		}
		return respond(() -> {
			ScheduleDetail before = schedule(name);
			if (before != null && !act.test(name)) {
				return refused(WebEndpointResponse.STATUS_BAD_REQUEST,
						"The action '%s' is not known: use 'pause', 'resume' or 'trigger'".formatted(action));
			}
			return show(kind, name);
		});
	}

	private static WebEndpointResponse<Object> respond(Answer answer) {
		try {
			return answer.get();
		}
		catch (InvalidJobException ex) {
			return refused(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		catch (JobStateException ex) {
			return refused(CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (InvalidScheduleException | UnsupportedStorePartException ex) {
			return refused(WebEndpointResponse.STATUS_NOT_FOUND, String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Object> found(@Nullable Object body, String reason) {
		return (body != null) ? new WebEndpointResponse<>(body) : refused(WebEndpointResponse.STATUS_NOT_FOUND, reason);
	}

	/**
	 * Create a response with a body, because the message of an exception would not be
	 * shown.
	 */
	static WebEndpointResponse<Object> refused(int status, String reason) {
		return new WebEndpointResponse<>(Map.of("status", status, "error", reason), status);
	}

	private @Nullable ScheduleDetail schedule(String name) {
		JobSchedule schedule = this.schedules.find(name);
		if (schedule == null) {
			return null;
		}
		Map<JobId, JobInfo> jobs = this.explorer
			.findAll(schedule.runs().stream().map(JobSchedule.Run::job).filter(Objects::nonNull).toList());
		return new ScheduleDetail(ScheduleDescriptor.of(schedule),
				schedule.runs()
					.stream()
					.map((run) -> RunDetail.of(run, (run.job() != null) ? jobs.get(run.job()) : null))
					.toList());
	}

	private LimitsDetail limits(String queue) {
		QueueRules found = this.rules.apply(Names.requireQueue(queue));
		List<LimitInfo> limits = this.explorer.limits(queue);
		return new LimitsDetail(queue, found.order().name(), found.fairBy(), found.maxSize(),
				limits.stream().limit(MOST_LIMITS).map(LimitDetail::of).toList(),
				Math.max(0, limits.size() - MOST_LIMITS));
	}

	private @Nullable JobDetail job(String text) {
		JobId id = JobId.of(text);
		return this.explorer.find(id)
			.map((job) -> new JobDetail(job.id().value(), job.task(), job.queue(), job.status().name(), job.tags(),
					(job.flow() != null) ? job.flow().value() : null,
					(job.dueAt() != null) ? job.dueAt().toString() : null, job.progress(), job.progressText(),
					this.explorer.waitsFor(id).stream().map(WaitDetail::of).toList()))
			.orElse(null);
	}

	private @Nullable FlowDetail flow(String id) {
		return this.explorer.flow(FlowId.of(id)).map(FlowDetail::of).orElse(null);
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	@FunctionalInterface
	private interface Answer {

		WebEndpointResponse<Object> get();

	}

	record ScheduleDetail(ScheduleDescriptor schedule, List<RunDetail> runs) {
	}

	/**
	 * A tick and its job.
	 *
	 * @param jobStatus the status of the job, {@code null} if there is none any more
	 * @param jobSeconds how long the last attempt of the job took, {@code null} if it has
	 * not ended
	 */
	record RunDetail(RunDescriptor run, @Nullable String jobStatus, @Nullable Double jobSeconds) {

		static RunDetail of(JobSchedule.Run run, @Nullable JobInfo job) {
			if (job == null) {
				return new RunDetail(RunDescriptor.of(run), null, null);
			}
			boolean ended = job.startedAt() != null && job.endedAt() != null;
			return new RunDetail(RunDescriptor.of(run), job.status().name(),
					ended ? seconds(Duration.between(job.startedAt(), job.endedAt())) : null);
		}

	}

	/**
	 * The rules of a queue.
	 *
	 * @param more how many limits are not shown
	 */
	record LimitsDetail(String queue, String order, @Nullable String fairBy, @Nullable Integer maxSize,
			List<LimitDetail> limits, int more) {
	}

	record LimitDetail(String name, @Nullable Integer maxRunning, @Nullable String rate, boolean byOperator,
			int running, boolean full, double delaySeconds) {

		static LimitDetail of(LimitInfo limit) {
			return new LimitDetail(limit.name(), limit.limit().maxRunning(),
					(limit.limit().rate() != null) ? limit.limit().rate().toString() : null, limit.operator() != null,
					limit.running(), limit.isFull(), seconds(limit.delay()));
		}

	}

	record JobDetail(String id, String task, String queue, String status, List<String> tags, @Nullable String flow,
			@Nullable String dueAt, double progress, @Nullable String progressText, List<WaitDetail> waitsFor) {
	}

	record FlowDetail(String id, @Nullable String name, String status, int stage, int stages, int jobs, int succeeded,
			int failed, String createdAt, @Nullable String endedAt, List<String> followers) {

		static FlowDetail of(FlowInfo flow) {
			return new FlowDetail(flow.id().value(), flow.name(), flow.status().name(), flow.stage(), flow.stages(),
					flow.jobs(), flow.succeeded(), flow.failed(), flow.createdAt().toString(),
					(flow.endedAt() != null) ? flow.endedAt().toString() : null,
					flow.followers().stream().map(JobId::value).toList());
		}

	}

	record WaitDetail(String reason, @Nullable String limit, @Nullable String until, String text) {

		static WaitDetail of(JobWait wait) {
			return new WaitDetail(wait.reason().name(), (wait.limit() != null) ? wait.limit().name() : null,
					(wait.until() != null) ? wait.until().toString() : null, wait.text());
		}

	}

}
