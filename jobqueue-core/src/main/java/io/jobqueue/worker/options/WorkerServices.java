package io.jobqueue.worker.options;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.jobqueue.JobInterceptor;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import org.springframework.core.task.TaskDecorator;

/**
 * The collaborators of a worker.
 *
 * @param store the store of the jobs
 * @param tasks the tasks that this worker can run
 * @param serializer reads payloads and writes results, and refuses those larger than
 * {@link #MAX_RESULT_SIZE}
 * @param interceptors called around each attempt, the first outermost
 * @param events receives the events of the worker
 * @param clock the clock for deadlines of handlers; leases and due times use the clock of
 * the store
 * @param executor runs attempts. It should run at least as many concurrently as all
 * containers together allow; a job that waits in it holds a permit
 * @param executors finds the executor that a task names; throws if there is none
 * @param decorator carries values of the thread that maps to those that help; the context
 * of the job and the MDC are carried without it
 * @param payloads loads large payloads
 * @param logs how the logs of jobs are kept
 * @param transaction runs attempts of tasks that finish in a transaction
 * @param flows the flows of jobs
 */
public record WorkerServices(StoreBackend store, TaskRegistry tasks, JobSerializer serializer,
		List<JobInterceptor> interceptors, JobEvents events, InstantSource clock, Executor executor,
		Function<String, Executor> executors, TaskDecorator decorator, StoredPayloads payloads, LogOptions logs,
		AttemptTransaction transaction, WorkerFlows flows) {

	/** The default maximum size of a result in bytes, equal to that of a payload. */
	public static final long MAX_RESULT_SIZE = 256 * 1024;

	public WorkerServices {
		serializer = (serializer instanceof ResultLimit) ? serializer : new ResultLimit(serializer, MAX_RESULT_SIZE);
		interceptors = List.copyOf(interceptors);
	}

	/** Return a copy with other options of logs. */
	public WorkerServices withLogs(LogOptions logs) {
		return new WorkerServices(this.store, this.tasks, this.serializer, this.interceptors, this.events, this.clock,
				this.executor, this.executors, this.decorator, this.payloads, logs, this.transaction, this.flows);
	}

	/**
	 * Return a copy with another maximum size of results.
	 * @param bytes the maximum size of a result in bytes, positive
	 */
	public WorkerServices withMaxResultSize(long bytes) {
		return new WorkerServices(this.store, this.tasks, ResultLimit.of(this.serializer, bytes), this.interceptors,
				this.events, this.clock, this.executor, this.executors, this.decorator, this.payloads, this.logs,
				this.transaction, this.flows);
	}

	/** Return the executor that a task names, else that of the worker. */
	public Executor executorOf(Task task) {
		String name = task.executor();
		return (name != null) ? this.executors.apply(name) : this.executor;
	}

}
