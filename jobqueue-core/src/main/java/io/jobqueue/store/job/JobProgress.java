package io.jobqueue.store.job;

import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt says of its progress.
 *
 * @param value from 0.0 to 1.0
 * @param text a short text beside it, in the form that {@link #of} makes; {@code null}
 * for none
 */
public record JobProgress(double value, @Nullable String text) {

	/** Nothing was reported. */
	public static final JobProgress NONE = new JobProgress(0, null);

	/** The job succeeded. */
	public static final JobProgress DONE = new JobProgress(1, null);

	/** The maximum number of characters of a text. */
	public static final int LONGEST_TEXT = 200;

	private static final char REPLACEMENT = '\ufffd';

	/**
	 * Progress with a text from outside. It becomes one line of at most 200 characters: a
	 * control character or a line separator becomes a space, an unpaired surrogate
	 * U+FFFD, and the last character of a text that was cut is an ellipsis. A blank text
	 * is none.
	 */
	public static JobProgress of(double value, String text) {
		// What is behind this is cut in any case.
		StringBuilder line = new StringBuilder(StoredText.cut(text.strip(), 2 * LONGEST_TEXT));
		for (int i = 0; i < line.length(); i++) {
			char next = line.charAt(i);
			if (isBreak(next)) {
				line.setCharAt(i, ' ');
			}
			else if (Character.isSurrogate(next)) {
				if (Character.isSupplementaryCodePoint(line.codePointAt(i))) {
					i++;
				}
				else {
					line.setCharAt(i, REPLACEMENT);
				}
			}
		}
		String stripped = line.toString().strip();
		String cut = (stripped.length() <= LONGEST_TEXT) ? stripped : StoredText.cut(stripped, LONGEST_TEXT - 1) + "…";
		return new JobProgress(value, cut.isEmpty() ? null : cut);
	}

	private static boolean isBreak(char character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		};
	}

}
