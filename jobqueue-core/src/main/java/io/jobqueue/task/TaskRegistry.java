package io.jobqueue.task;

import java.util.Collection;
import java.util.Optional;

import io.jobqueue.TaskRef;

/**
 * The tasks of this application. Safe for use by many threads.
 */
public interface TaskRegistry {

	/** All tasks, by name. */
	Collection<Task> tasks();

	/**
	 * Check that the beans of the tasks can be called, behind proxies too. To be called
	 * once all singletons are made; beans that are made later are checked by their first
	 * call.
	 * @throws io.jobqueue.InvalidTaskException if one cannot
	 */
	default void check() {
	}

	/** The task of a name or of an earlier name. */
	Optional<Task> find(String name);

	/**
	 * What a request needs to know of its task.
	 * @throws io.jobqueue.UnknownTaskException if a class or method is no task; the
	 * message says why and what to do
	 */
	Target resolve(TaskRef ref);

	/**
	 * A task as a request sees it.
	 *
	 * @param name its name, the current one if an earlier one was asked for
	 * @param queue its queue; the default queue if this application does not know the
	 * task
	 */
	record Target(String name, String queue) {
	}

}
