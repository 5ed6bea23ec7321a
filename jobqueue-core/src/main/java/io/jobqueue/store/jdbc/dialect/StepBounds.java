package io.jobqueue.store.jdbc.dialect;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * How long a transaction of the store may hold up others. A process can be frozen, or its
 * host lose power or network, between any two statements; the database keeps the locks of
 * such a transaction until it ends the session.
 */
public final class StepBounds {

	/** How long one statement waits for a lock. */
	static final Duration LOCK_WAIT = Duration.ofSeconds(2);

	/** How long one waits that must not wait, where that cannot be zero. */
	static final Duration BRIEF = Duration.ofMillis(20);

	/**
	 * After how long without a statement the database ends a transaction. Shorter than
	 * the 5 s within which a lost job is found once its lease has run out, so that its
	 * row is free by then.
	 */
	static final Duration IDLE = Duration.ofSeconds(3);

	/**
	 * For how long a step that met locks is repeated. Longer than {@link #IDLE}: a lock
	 * that a lost worker has left is gone by then.
	 */
	public static final Duration LOCK_WAITS = Duration.ofSeconds(4);

	private static final Logger logger = LoggerFactory.getLogger(StepBounds.class);

	private StepBounds() {
	}

	/**
	 * Set the bounds of the transaction that has begun, until it has ended: the
	 * connection goes back to the pool as it came.
	 */
	public static void set(Dialect.SessionBounds bounds, JdbcTemplate jdbc) {
		jdbc.execute(bounds.set());
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				restore(bounds, jdbc);
			}

		});
	}

	/** The same work, for a connection that commits each statement, within the bounds. */
	public static <T> Supplier<T> within(Optional<Dialect.SessionBounds> some, JdbcTemplate jdbc, Supplier<T> work) {
		return some.<Supplier<T>>map((bounds) -> () -> {
			jdbc.execute(bounds.set());
			try {
				return work.get();
			}
			finally {
				restore(bounds, jdbc);
			}
		}).orElse(work);
	}

	private static void restore(Dialect.SessionBounds bounds, JdbcTemplate jdbc) {
		try {
			jdbc.execute(bounds.restore());
		}
		catch (DataAccessException ex) {
			logger.debug("A connection ended before what was set for it could be restored", ex);
		}
	}

}
