package io.jobqueue.store.jdbc.dialect;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.store.jdbc.dialect.Dialect.SessionBounds;

/**
 * The dialect of each database.
 */
public final class Dialects {

	private static final String LOCK_WAIT = "innodb_lock_wait_timeout";

	/** H2 has no limit for idle transactions. Its timeout is in milliseconds. */
	private static final SessionBounds H2_BOUNDS = new SessionBounds(
			"set @jobqueue_lock_timeout = lock_timeout(); set lock_timeout " + StepBounds.LOCK_WAIT.toMillis(),
			"set lock_timeout @jobqueue_lock_timeout");

	private Dialects() {
	}

	/**
	 * The dialect of a database.
	 * @param platform which database it is
	 * @param bytes what it takes at once
	 */
	public static Dialect of(Platform platform, BatchBytes bytes) {
		return switch (platform) {
			case H2 -> new StandardDialect(SqlClock.H2.micros(), false, H2_BOUNDS,
					new SessionBounds("set lock_timeout " + StepBounds.BRIEF.toMillis(),
							"set lock_timeout " + StepBounds.LOCK_WAIT.toMillis()),
					bytes);
			case MARIADB ->
				new MariaDbDialect(SqlClock.INNODB.micros(), bounds("idle_transaction_timeout"), brief(0), bytes);
			// MySQL has no limit for idle transactions alone, and waits at least a
			// second.
			case MYSQL -> new StandardDialect(SqlClock.INNODB.micros(), true, bounds("wait_timeout"), brief(1), bytes);
			case POSTGRESQL -> new PostgresDialect();
		};
	}

	private static SessionBounds brief(long seconds) {
		String set = "set @@session." + LOCK_WAIT + " = ";
		return new SessionBounds(set + seconds, set + StepBounds.LOCK_WAIT.toSeconds());
	}

	/** What was set before is kept in variables of the session. */
	private static SessionBounds bounds(String idle) {
		String set = "@@session.%s = %s, @@session.%s = %s".formatted(LOCK_WAIT,
				Long.toString(StepBounds.LOCK_WAIT.toSeconds()), idle, Long.toString(StepBounds.IDLE.toSeconds()));
		String keep = Stream.of(LOCK_WAIT, idle)
			.map((name) -> "@jobqueue_%s = @@session.%s".formatted(name, name))
			.collect(Collectors.joining(", "));
		String restore = Stream.of(LOCK_WAIT, idle)
			.map((name) -> "@@session.%s = @jobqueue_%s".formatted(name, name))
			.collect(Collectors.joining(", "));
		return new SessionBounds("set " + keep + ", " + set, "set " + restore);
	}

}
