package io.jobqueue.store.notes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.form.TextSize;

/**
 * Some lines of the log of a job, in the form that all stores share: time in ms, the byte
 * 31 and text of each, separated by the byte 30.
 *
 * @param number the number of the first line; the others follow it
 * @param lines the number of lines, at least 1
 * @param text the lines as stored
 */
public record LogPart(long number, int lines, String text) {

	/**
	 * The size in bytes up to which a part is extended. Parts are deleted as a whole.
	 */
	public static final int FULL = 4096;

	private static final char ENTRY = '\u001e';

	/**
	 * Write lines, whose numbers follow each other, in as few parts as possible.
	 * @param number the number of the first line
	 * @return the parts, each larger than {@link #FULL} only if it has a single line
	 */
	public static List<LogPart> of(long number, List<Line> lines) {
		List<LogPart> parts = new ArrayList<>();
		LogPart last = null;
		for (int i = 0; i < lines.size(); i++) {
			LogPart next = new LogPart(number + i, 1, lines.get(i).stored());
			if (last != null && last.size() + next.size() < FULL) {
				last = last.plus(next);
				parts.set(parts.size() - 1, last);
			}
			else {
				last = next;
				parts.add(last);
			}
		}
		return parts;
	}

	/** The part that has the lines of both. */
	public LogPart plus(LogPart next) {
		return new LogPart(this.number, this.lines + next.lines, this.text + next.continuation());
	}

	/** The text to add to that of the part before, which then has the lines of both. */
	public String continuation() {
		return ENTRY + this.text;
	}

	/** The size in bytes. */
	public int size() {
		return (int) TextSize.utf8(this.text);
	}

	/** The number behind that of the last line. */
	public long end() {
		return this.number + this.lines;
	}

	/** The lines. */
	public List<Line> read() {
		List<Line> read = new ArrayList<>();
		for (String entry : this.text.split(String.valueOf(ENTRY), -1)) {
			int end = entry.indexOf(StoredFields.UNIT);
			read.add(new Line(Instant.ofEpochMilli(Long.parseLong(entry.substring(0, end))),
					StoredText.read(entry.substring(end + 1))));
		}
		return read;
	}

	/**
	 * A line.
	 *
	 * @param at when it was written
	 * @param text its text, which may have line breaks
	 */
	public record Line(Instant at, String text) {

		String stored() {
			return at().toEpochMilli() + String.valueOf(StoredFields.UNIT) + StoredText.of(this.text);
		}

		/** The size in bytes as stored, at most. */
		public int size() {
			return (int) TextSize.utf8(stored()) + 1;
		}

	}

}
