package io.jobqueue.store.notes;

import java.util.List;

/**
 * The log of a job, or its end.
 *
 * @param oldest the number of the oldest line that is kept, 0 if there is none
 * @param parts the parts that were asked for, in the order of their numbers
 */
public record StoredLog(long oldest, List<LogPart> parts) {

	/** No lines. */
	public static final StoredLog EMPTY = new StoredLog(0, List.of());

	public StoredLog {
		parts = List.copyOf(parts);
	}

}
