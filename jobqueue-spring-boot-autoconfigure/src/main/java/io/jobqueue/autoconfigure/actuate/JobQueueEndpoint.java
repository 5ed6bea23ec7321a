package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobStatus;
import io.jobqueue.Names;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.autoconfigure.cache.CachedRead;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows queues, workers, tasks, schedules, limits, flows and why jobs wait. Pauses and
 * resumes queues and schedules, and fires schedules. Payloads, headers and results are
 * not shown, because they may contain confidential data.
 */
@Endpoint(id = "jobqueue")
final class JobQueueEndpoint {

	private final JobExplorer explorer;

	private final EndpointActs acts;

	private final EndpointDetails details;

	private final TaskRegistry tasks;

	private final Set<String> ownQueues;

	private final CachedRead<Descriptor> overview;

	/**
	 * Create an endpoint.
	 * @param acts changes queues and schedules
	 * @param details what is shown of one schedule, queue, job or flow
	 * @param ownQueues the queues that this application knows, stored or not
	 * @param clock the clock for the age of a cached reply
	 */
	JobQueueEndpoint(JobExplorer explorer, EndpointActs acts, EndpointDetails details, TaskRegistry tasks,
			Set<String> ownQueues, InstantSource clock) {
		this.details = details;
		this.explorer = explorer;
		this.acts = acts;
		this.tasks = tasks;
		this.ownQueues = Set.copyOf(ownQueues);
		this.overview = new CachedRead<>(this::read, clock);
	}

	@ReadOperation
	Descriptor overview() {
		return this.overview.get();
	}

	@ReadOperation
	WebEndpointResponse<Object> queue(@Selector String queue) {
		try {
			Names.requireQueue(queue);
		}
		catch (InvalidJobException ex) {
			return EndpointDetails.refused(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		return find(queue).<WebEndpointResponse<Object>>map(WebEndpointResponse::new)
			.orElseGet(() -> EndpointDetails.refused(WebEndpointResponse.STATUS_NOT_FOUND,
					"There is no queue '%s': it has no job, no worker and no pause, and this application does not name it"
						.formatted(queue)));
	}

	@WriteOperation
	WebEndpointResponse<Object> act(SecurityContext security, @Selector String queue, String action) {
		WebEndpointResponse<Object> found = queue(queue);
		if (found.getStatus() != WebEndpointResponse.STATUS_OK) {
			return found;
		}
		if (!this.acts.onQueue(security, queue, action)) {
			return EndpointDetails.refused(WebEndpointResponse.STATUS_BAD_REQUEST,
					"The action '%s' is not known: use 'pause' or 'resume'".formatted(action));
		}
		this.overview.forget();
		return queue(queue);
	}

	@ReadOperation
	WebEndpointResponse<Object> detail(@Selector String kind, @Selector String name) {
		return this.details.show(kind, name);
	}

	@WriteOperation
	WebEndpointResponse<Object> actOn(SecurityContext security, @Selector String kind, @Selector String name,
			String action) {
		WebEndpointResponse<Object> response = this.details.act(kind, name, action,
				(schedule) -> this.acts.onSchedule(security, schedule, action));
		this.overview.forget();
		return response;
	}

	private Descriptor read() {
		List<WorkerDescriptor> workers = this.explorer.workers().stream().map(WorkerDescriptor::of).toList();
		Set<String> served = workers.stream()
			.flatMap((worker) -> worker.containers().stream())
			.map(ContainerDescriptor::queue)
			.collect(Collectors.toSet());
		return new Descriptor(
				this.explorer.queues().stream().map((queue) -> QueueDescriptor.of(queue, served)).toList(), workers,
				this.tasks.tasks().stream().map(TaskDescriptor::of).toList(),
				this.details.schedules().stream().map(ScheduleDescriptor::of).toList());
	}

	private Optional<QueueDescriptor> find(String name) {
		return this.overview.get()
			.queues()
			.stream()
			.filter((queue) -> queue.name().equals(name))
			.findFirst()
			.or(() -> this.ownQueues.contains(name)
					? Optional.of(QueueDescriptor.of(this.explorer.queue(name), Set.of())) : Optional.empty());
	}

	record Descriptor(List<QueueDescriptor> queues, List<WorkerDescriptor> workers, List<TaskDescriptor> tasks,
			List<ScheduleDescriptor> schedules) {
	}

	record QueueDescriptor(String name, boolean paused, boolean served, Map<JobStatus, Long> sizes,
			@Nullable Double oldestAgeSeconds) {

		static QueueDescriptor of(QueueInfo queue, Set<String> served) {
			Duration age = queue.oldestAge();
			Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
			sizes.putAll(queue.sizes());
			return new QueueDescriptor(queue.name(), queue.paused(), served.contains(queue.name()), sizes,
					(age != null) ? seconds(age) : null);
		}

	}

	record WorkerDescriptor(String id, String host, long pid, String startedAt, boolean draining,
			List<ContainerDescriptor> containers) {

		static WorkerDescriptor of(WorkerInfo worker) {
			return new WorkerDescriptor(worker.id(), worker.host(), worker.pid(), worker.startedAt().toString(),
					worker.draining(), worker.containers().stream().map(ContainerDescriptor::of).toList());
		}

	}

	record ContainerDescriptor(String queue, int concurrency, String leaseUntil, List<String> running) {

		static ContainerDescriptor of(WorkerInfo.Container container) {
			return new ContainerDescriptor(container.queue(), container.concurrency(),
					container.leaseUntil().toString(), container.running().stream().map(JobId::toString).toList());
		}

	}

	record TaskDescriptor(String name, Collection<String> aliases, String queue, String source, double timeoutSeconds,
			RetryDescriptor retry) {

		static TaskDescriptor of(Task task) {
			return new TaskDescriptor(task.name(), task.aliases(), task.queue(), task.source(), seconds(task.timeout()),
					RetryDescriptor.of(task.retryPolicy()));
		}

	}

	record RetryDescriptor(int maxRetries, double delaySeconds, double multiplier, double maxDelaySeconds,
			double jitter) {

		static RetryDescriptor of(RetryPolicy retry) {
			return new RetryDescriptor(retry.maxRetries(), seconds(retry.delay()), retry.multiplier(),
					seconds(retry.maxDelay()), retry.jitter());
		}

	}

	record ScheduleDescriptor(String name, String task, String queue, @Nullable String cron,
			@Nullable Double everySeconds, String zone, String overlap, String misfire, String origin, String state,
			@Nullable String next, @Nullable RunDescriptor last) {

		static ScheduleDescriptor of(JobSchedule schedule) {
			JobSchedule.Run last = schedule.last();
			return new ScheduleDescriptor(schedule.name(), schedule.task(), schedule.queue(), schedule.cron(),
					(schedule.every() != null) ? seconds(schedule.every()) : null, schedule.zone().getId(),
					schedule.overlap().name(), schedule.misfire().name(), schedule.origin().name(),
					schedule.state().name(), (schedule.next() != null) ? schedule.next().toString() : null,
					(last != null) ? RunDescriptor.of(last) : null);
		}

	}

	record RunDescriptor(String tick, String at, String outcome, @Nullable String job) {

		static RunDescriptor of(JobSchedule.Run run) {
			JobId job = run.job();
			return new RunDescriptor(run.tick().toString(), run.at().toString(), run.outcome().name(),
					(job != null) ? job.value() : null);
		}

	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}
