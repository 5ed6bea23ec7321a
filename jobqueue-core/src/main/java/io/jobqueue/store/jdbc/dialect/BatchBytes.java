package io.jobqueue.store.jdbc.dialect;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.store.error.StoreRefusedException;

/**
 * How many bytes rows have in a statement, and how many of them one statement takes.
 */
public final class BatchBytes {

	/** More in one statement saves nothing, and costs memory on both sides. */
	private static final long ENOUGH = 4 * 1024 * 1024;

	/** The text of a statement, and the frame of what is sent. */
	private static final long OVERHEAD = 64 * 1024;

	/** Up to here a text is counted by its length. */
	private static final int SHORT = 1000;

	private static final int NUMBER = 24;

	/** For a database without a limit of its own that matters. */
	public static final BatchBytes UNLIMITED = new BatchBytes(Long.MAX_VALUE);

	private final long packet;

	private final long statement;

	/**
	 * Set the bounds.
	 * @param packet how many bytes the server takes at once
	 */
	BatchBytes(long packet) {
		this.packet = packet;
		this.statement = Math.min(ENOUGH, Math.max(packet / 2, packet - OVERHEAD));
	}

	/** Rows in parts, each of them not too large for a statement. */
	List<List<Object[]>> parts(List<Object[]> rows) {
		List<List<Object[]>> parts = new ArrayList<>();
		for (int from = 0; from < rows.size();) {
			int count = fitting(rows, from, rows.size() - from);
			parts.add(rows.subList(from, from + count));
			from += count;
		}
		return parts;
	}

	/**
	 * How many rows fit into one statement, at least one.
	 * @throws StoreRefusedException if the first one alone is too large for the server
	 */
	public int fitting(List<Object[]> rows, int from, int most) {
		long sum = size(rows.get(from));
		if (sum > this.packet - Math.min(OVERHEAD, this.packet / 2)) {
			throw new StoreRefusedException(
					("The database takes %,d bytes at once, but a row of the store has %,d: raise 'max_allowed_packet' "
							+ "of the server, or lower 'jobqueue.payload.max-size' and 'jobqueue.result.max-size'")
						.formatted(this.packet, sum),
					null);
		}
		int count = 1;
		while (count < most) {
			sum += size(rows.get(from + count));
			if (sum > this.statement) {
				break;
			}
			count++;
		}
		return count;
	}

	private static long size(Object[] row) {
		long size = 0;
		for (Object value : row) {
			size += (value instanceof String text) ? size(text) : NUMBER;
		}
		return size;
	}

	/** In UTF-8, with what drivers escape that write values into the statement. */
	private static long size(String text) {
		if (text.length() <= SHORT) {
			return 4L * text.length() + 3;
		}
		long size = 3;
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next < 0x80) {
				size += (next == '"' || next == '\'' || next == '\\' || next == '\0') ? 2 : 1;
			}
			else {
				size += (next < 0x800 || Character.isSurrogate(next)) ? 2 : 3;
			}
		}
		return size;
	}

}
