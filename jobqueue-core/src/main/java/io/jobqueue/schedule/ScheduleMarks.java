package io.jobqueue.schedule;

import java.time.Instant;

import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a schedule besides its definition.
 *
 * @param paused whether it was paused
 * @param parked whether it does not fire because no worker declares it
 * @param due when it was to be due, while it does not fire; {@code null} while it fires
 */
record ScheduleMarks(boolean paused, boolean parked, @Nullable Instant due) {

	static final ScheduleMarks NONE = new ScheduleMarks(false, false, null);

	static ScheduleMarks read(String text) {
		StoredFields fields = StoredFields.read(text);
		String due = fields.get("a");
		return new ScheduleMarks(fields.get("p") != null, fields.get("u") != null,
				(due != null) ? Instant.ofEpochMilli(Long.parseLong(due)) : null);
	}

	String write() {
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, "p", this.paused ? 1 : null);
		StoredFields.append(text, "u", this.parked ? 1 : null);
		StoredFields.append(text, "a", (this.due != null) ? this.due.toEpochMilli() : null);
		return text.toString();
	}

}
