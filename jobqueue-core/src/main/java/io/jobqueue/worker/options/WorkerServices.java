package io.jobqueue.worker.options;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.jobqueue.JobInterceptor;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

/**
 * What a worker works with.
 *
 * @param store where jobs come from
 * @param tasks what it can run
 * @param serializer reads payloads and writes results, and refuses those larger than
 * {@link #MAX_RESULT_SIZE}
 * @param interceptors stand around each attempt, the first outermost
 * @param listeners hear what the worker does
 * @param clock tells handlers their deadline; leases and due times are the store's
 * @param executor runs attempts. It should take at least as many at once as all
 * containers together allow; what waits in it holds a permit
 * @param executors finds the executor that a task names; throws if there is none
 */
public record WorkerServices(StoreBackend store, TaskRegistry tasks, JobSerializer serializer,
		List<JobInterceptor> interceptors, List<WorkerListener> listeners, InstantSource clock, Executor executor,
		Function<String, Executor> executors) {

	/** How many bytes a result may have by default, as many as a payload. */
	public static final long MAX_RESULT_SIZE = 256 * 1024;

	public WorkerServices {
		serializer = (serializer instanceof ResultLimit) ? serializer : new ResultLimit(serializer, MAX_RESULT_SIZE);
		interceptors = List.copyOf(interceptors);
		listeners = List.copyOf(listeners);
	}

	/**
	 * The same with another bound on results.
	 * @param bytes how many bytes a result may have, positive
	 */
	public WorkerServices withMaxResultSize(long bytes) {
		return new WorkerServices(this.store, this.tasks, ResultLimit.of(this.serializer, bytes), this.interceptors,
				this.listeners, this.clock, this.executor, this.executors);
	}

	/** The executor that a task names, else that of the worker. */
	public Executor executorOf(Task task) {
		String name = task.executor();
		return (name != null) ? this.executors.apply(name) : this.executor;
	}

}
