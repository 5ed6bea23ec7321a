package io.jobqueue.store.jdbc.dialect;

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

}
