package io.jobqueue.autoconfigure.run;

import java.io.PrintStream;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.autoconfigure.observation.ContextPropagation;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.Run;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.worker.WorkerIdentities;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs one task as a job of a store in memory, once and without retries. So its timeout,
 * its interceptors and its {@code onFailure} apply, and no other process sees the job.
 * What the task dispatches goes to the store of the application.
 */
final class TaskRun implements ApplicationRunner, DisposableBean {

	/** Longer than any timeout. */
	private static final Duration FOREVER = Duration.ofDays(36_500);

	private final Run run;

	private final TaskRegistry tasks;

	private final RunServices services;

	private final ConfigurableApplicationContext context;

	private final PrintStream out;

	private final PrintStream err;

	private final ExecutorService executor = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "jobqueue-run");
		thread.setDaemon(true);
		return thread;
	});

	private volatile @Nullable JobWorker worker;

	TaskRun(Run run, TaskRegistry tasks, RunServices services, ConfigurableApplicationContext context, PrintStream out,
			PrintStream err) {
		this.run = run;
		this.tasks = tasks;
		this.services = services;
		this.context = context;
		this.out = out;
		this.err = err;
	}

	/**
	 * Print the result of the task as JSON, and close the application. An error is
	 * printed too, because the log may be turned off.
	 * @throws TaskRunFailedException if the task does not succeed
	 */
	@Override
	public void run(ApplicationArguments arguments) {
		try {
			this.out.println(result());
		}
		catch (TaskRunFailedException ex) {
			this.err.println(ex.summary());
			throw ex;
		}
		catch (RuntimeException ex) {
			this.err.println(ex.getMessage());
			throw ex;
		}
		this.context.close();
	}

	private @Nullable String result() {
		Task task = task();
		InstantSource clock = InstantSource.system();
		JobInfo end;
		try (MemoryStoreBackend store = new MemoryStoreBackend(clock)) {
			StoringJobDispatcher jobs = new StoringJobDispatcher(store, this.tasks, this.services.serializer(),
					DispatchOptions.DEFAULT,
					new DispatchHooks(List.of(), this.services.validator(), JobEvents.NONE, StoredPayloads.NONE),
					clock);
			JobRequest request = JobRequest.of(task.name(), payload(task)).withMaxRetries(0);
			this.worker = start(store, task.queue(), clock);
			end = new StoreJobExplorer(store, this.services.serializer()).await(jobs.dispatch(request), FOREVER);
			destroy();
		}
		if (end.status() != JobStatus.SUCCESS) {
			throw new TaskRunFailedException(end);
		}
		return end.result();
	}

	private Task task() {
		String name = String.valueOf(this.run.task());
		return this.tasks.find(name)
			.orElseThrow(() -> PropertyChecks.invalid(JobQueueRunAutoConfiguration.TASK, name,
					"is no task of this application. Its tasks are: "
							+ this.tasks.tasks().stream().map(Task::name).sorted().collect(Collectors.joining(", "))));
	}

	private @Nullable Object payload(Task task) {
		String payload = this.run.payload();
		Type type = task.payloadType();
		if (payload == null || type == String.class) {
			return payload;
		}
		try {
			return this.services.serializer().read(payload, (type == Void.class) ? Object.class : type);
		}
		catch (PayloadException ex) {
			throw new PayloadException("'jobqueue.run.payload' cannot be read as the payload of task '%s': %s"
				.formatted(task.name(), ex.getMessage()), ex);
		}
	}

	private JobWorker start(StoreBackend store, String queue, InstantSource clock) {
		WorkerServices workerServices = new WorkerServices(store, this.tasks, this.services.serializer(),
				this.services.interceptors(), JobEvents.NONE, clock, this.executor, this.services.executors(),
				ContextPropagation.decorator(), StoredPayloads.NONE, LogOptions.DEFAULT, this.services.transaction(),
				WorkerFlows.NONE);
		JobWorker started = new JobWorker(() -> WorkerIdentities.of(null, clock),
				List.of(new ContainerOptions(queue, 1)), WorkerOptions.DEFAULT,
				workerServices.withMaxResultSize(this.services.maxResultSize()));
		started.start();
		return started;
	}

	/** A process that is stopped interrupts the task. */
	@Override
	public void destroy() {
		JobWorker started = this.worker;
		if (started != null) {
			started.stop();
		}
		this.executor.shutdown();
	}

}
