package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Queues, workers and tasks, and the switch that pauses a queue. Payloads, headers and
 * results are not shown here: they may be anything.
 */
@Endpoint(id = "jobqueue")
final class JobQueueEndpoint {

	private final JobExplorer explorer;

	private final JobOperator operator;

	private final TaskRegistry tasks;

	JobQueueEndpoint(JobExplorer explorer, JobOperator operator, TaskRegistry tasks) {
		this.explorer = explorer;
		this.operator = operator;
		this.tasks = tasks;
	}

	@ReadOperation
	Descriptor overview() {
		return new Descriptor(this.explorer.queues().stream().map(QueueDescriptor::of).toList(),
				this.explorer.workers().stream().map(WorkerDescriptor::of).toList(),
				this.tasks.tasks().stream().map(TaskDescriptor::of).toList());
	}

	@ReadOperation
	QueueDescriptor queue(@Selector String queue) {
		try {
			return QueueDescriptor.of(this.explorer.queue(queue));
		}
		catch (InvalidJobException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	@WriteOperation
	QueueDescriptor act(@Selector String queue, String action) {
		try {
			switch (action.toLowerCase(Locale.ROOT)) {
				case "pause" -> this.operator.pause(queue);
				case "resume" -> this.operator.resume(queue);
				default -> throw refused("The action '%s' is not known: use 'pause' or 'resume'".formatted(action));
			}
		}
		catch (InvalidJobException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
		return queue(queue);
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	record Descriptor(List<QueueDescriptor> queues, List<WorkerDescriptor> workers, List<TaskDescriptor> tasks) {
	}

	record QueueDescriptor(String name, boolean paused, Map<JobStatus, Long> sizes, @Nullable Double oldestAgeSeconds) {

		static QueueDescriptor of(QueueInfo queue) {
			Duration age = queue.oldestAge();
			Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
			sizes.putAll(queue.sizes());
			return new QueueDescriptor(queue.name(), queue.paused(), sizes, (age != null) ? seconds(age) : null);
		}

	}

	record WorkerDescriptor(String id, String host, long pid, String startedAt, List<ContainerDescriptor> containers) {

		static WorkerDescriptor of(WorkerInfo worker) {
			return new WorkerDescriptor(worker.id(), worker.host(), worker.pid(), worker.startedAt().toString(),
					worker.containers().stream().map(ContainerDescriptor::of).toList());
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

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}
