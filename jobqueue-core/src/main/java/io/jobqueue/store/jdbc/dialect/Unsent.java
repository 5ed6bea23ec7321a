package io.jobqueue.store.jdbc.dialect;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A statement, or several, that a step has still to send: they share the round trip of
 * what it sends next, where {@link Dialect#pipelines()}.
 *
 * @param sql the text, empty for none
 * @param values the values of its parameters
 */
public record Unsent(String sql, Object[] values) {

	/** Nothing is left to send. */
	public static final Unsent NOTHING = new Unsent("", new Object[0]);

	public boolean isEmpty() {
		return this.sql.isEmpty();
	}

	/** Send it in a round trip of its own. */
	public void send(JdbcTemplate jdbc) {
		if (!isEmpty()) {
			jdbc.update(this.sql, this.values);
		}
	}

}
