package io.jobqueue.autoconfigure.transaction;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.TransactionalFinish;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.options.AttemptTransaction;

/** Checks at start that tasks which finish in a transaction can do so. */
public final class TransactionalTaskCheck {

	private TransactionalTaskCheck() {
	}

	/**
	 * Check the tasks.
	 * @param transaction runs attempts, {@link AttemptTransaction#NONE} without a
	 * transaction manager
	 * @throws InvalidTaskException if one cannot
	 */
	public static void check(TaskRegistry tasks, StoreBackend store, AttemptTransaction transaction) {
		tasks.tasks().stream().filter(Task::finishInTransaction).forEach((task) -> {
			requireStore(task, store);
			if (transaction == AttemptTransaction.NONE) {
				throw new InvalidTaskException(text(task,
						"there is no transaction manager, or several of which none is primary: define one for the "
								+ "DataSource of the jobs, or mark it as @Primary"));
			}
		});
	}

	private static void requireStore(Task task, StoreBackend store) {
		try {
			store.part(TransactionalFinish.class);
		}
		catch (UnsupportedStorePartException ex) {
			throw new InvalidTaskException(text(task,
					"its success can be part of a transaction only if the jobs are in the database of the application: "
							+ "set 'jobqueue.store=jdbc', or leave 'finishInTransaction' out and make the handler idempotent"),
					ex);
		}
	}

	private static String text(Task task, String problem) {
		return "Task '%s' (%s) sets 'finishInTransaction', but %s".formatted(task.name(), task.source(), problem);
	}

}
