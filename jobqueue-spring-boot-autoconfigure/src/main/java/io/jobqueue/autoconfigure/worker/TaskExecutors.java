package io.jobqueue.autoconfigure.worker;

import java.util.concurrent.Executor;
import java.util.function.Function;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.springframework.beans.factory.BeanFactory;

/**
 * Finds the executors that tasks name, when the worker is created. So a misspelt name
 * fails the start instead of the first job.
 */
public final class TaskExecutors implements Function<String, Executor> {

	private final BeanFactory beans;

	private final Executor cpu;

	/**
	 * Create them, and check the names that tasks use.
	 * @param cpu the executor that is built in
	 */
	public TaskExecutors(BeanFactory beans, TaskRegistry tasks, Executor cpu) {
		this.beans = beans;
		this.cpu = cpu;
		tasks.tasks().forEach(this::check);
	}

	@Override
	public Executor apply(String name) {
		return isBuiltIn(name) ? this.cpu : this.beans.getBean(name, Executor.class);
	}

	/** A bean of the application takes precedence. */
	private boolean isBuiltIn(String name) {
		return WorkerThreads.CPU.equals(name) && !this.beans.containsBean(name);
	}

	private void check(Task task) {
		String name = task.executor();
		if (name != null && !isBuiltIn(name)
				&& !(this.beans.containsBean(name) && this.beans.isTypeMatch(name, Executor.class))) {
			throw new InvalidTaskException("Task '%s' (%s) names the executor '%s', but there is no bean of that name "
				.formatted(task.name(), task.source(), name)
					+ "that is a java.util.concurrent.Executor. Define it, leave 'executor' out, or use 'cpu', "
					+ "which is built in.");
		}
	}

}
