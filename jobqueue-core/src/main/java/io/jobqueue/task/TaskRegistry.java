package io.jobqueue.task;

import java.util.Collection;
import java.util.Optional;

import io.jobqueue.TaskRef;

/** The tasks of this application. Implementations are thread-safe. */
public interface TaskRegistry {

	/** All tasks, by name. */
	Collection<Task> tasks();

	/**
	 * Check that the beans of the tasks can be called, also behind proxies. Call this
	 * once all singletons are created. Beans that are created later are checked by their
	 * first call.
	 * @throws io.jobqueue.InvalidTaskException if one cannot
	 */
	default void check() {
	}

	/** The task with a name or an alias. */
	Optional<Task> find(String name);

	/**
	 * The task that a reference denotes.
	 * @return empty if this application does not have it
	 * @throws io.jobqueue.UnknownTaskException if a class or method is no task
	 */
	default Optional<Task> find(TaskRef ref) {
		return find((ref instanceof TaskRef.Named named) ? named.name() : resolve(ref).name());
	}

	/**
	 * The name and queue of the task of a request.
	 * @throws io.jobqueue.UnknownTaskException if a class or method is no task; the
	 * message states the reason and a remedy
	 */
	Target resolve(TaskRef ref);

	/**
	 * The task of a request.
	 *
	 * @param name its name, the current one if an alias was given
	 * @param queue its queue; the default queue if this application does not know the
	 * task
	 */
	record Target(String name, String queue) {
	}

}
