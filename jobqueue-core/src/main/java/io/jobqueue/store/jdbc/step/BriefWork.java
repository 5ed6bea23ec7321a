package io.jobqueue.store.jdbc.step;

import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.dialect.Dialect;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A part of a step that is left out rather than that it waits for a lock.
 */
final class BriefWork {

	private static final String SAVEPOINT = "jobqueue_brief";

	private BriefWork() {
	}

	/**
	 * Do it in the present transaction of a step.
	 * @return whether it was done; if not, nothing of it was
	 */
	static boolean run(Dialect dialect, JdbcTemplate jdbc, Runnable work) {
		jdbc.execute("savepoint " + SAVEPOINT);
		jdbc.execute(dialect.brief().set());
		boolean done = true;
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			if (!ConflictRetry.isLockTimeout(ex)) {
				throw ex;
			}
			// It fails where the database has rolled back all of the transaction.
			jdbc.execute("rollback to savepoint " + SAVEPOINT);
			done = false;
		}
		jdbc.execute(dialect.brief().restore());
		return done;
	}

}
