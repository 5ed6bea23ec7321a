package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.JobId;
import io.jobqueue.UniqueKey.Scope;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * The owner of a unique key.
 *
 * @param name the name of the key among those of all queues
 * @param id the job
 * @param until when the key runs out, in milliseconds, {@code null} if it does not
 */
public record UniqueRow(String name, JobId id, @Nullable Long until) {

	public static UniqueRow of(ResultSet row) throws SQLException {
		return new UniqueRow(row.getString("name"), JobId.of(row.getString("id")), Values.longOrNull(row, "until_at"));
	}

	/**
	 * The name of a key. The name of a queue has no colon. Its end is marked, because
	 * some databases do not distinguish texts by spaces at the end.
	 */
	public static String name(String queue, String key) {
		return queue + ":" + StoredText.of(key) + ".";
	}

	public static Object[] values(String name, JobId id, Scope scope, @Nullable Long until) {
		return new @Nullable Object[] { name, id.value(), until, scope(scope) };
	}

	private static String scope(Scope scope) {
		return switch (scope) {
			case UNTIL_DONE -> "d";
			case UNTIL_STARTED -> "s";
			case FOR_TIME -> "t";
		};
	}

	/** Whether the key has run out. */
	public boolean isOver(StepClock now) {
		return this.until != null && this.until <= now.millis();
	}

}
