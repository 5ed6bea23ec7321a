package io.jobqueue.store.support;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside, such as messages of exceptions and correlation ids, in a form that
 * cannot forge a line of the log.
 */
public final class LogText {

	/** Below it, and from the space on, all is plain. */
	private static final char DELETE = 0x7f;

	private LogText() {
	}

	/**
	 * On one line: control characters and line separators are escaped.
	 */
	public static String of(@Nullable Object value) {
		String text = String.valueOf(value);
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if ((next < ' ' || next >= DELETE) && isBreaking(next)) {
				return escaped(text, false);
			}
		}
		return text;
	}

	/**
	 * A stack trace on its lines. Only for one whose messages are on one line each: no
	 * rule distinguishes a line of a message from one of the trace.
	 */
	public static String ofStackTrace(String trace) {
		return escaped(trace, true);
	}

	private static String escaped(String text, boolean lines) {
		StringBuilder plain = new StringBuilder(text.length() + 16);
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (!isBreaking(character) || (lines && (character == '\n' || character == '\t'))) {
				plain.append(character);
			}
			else {
				plain.append(escape(character));
			}
		}
		return plain.toString();
	}

	private static String escape(char character) {
		return switch (character) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			default -> String.format("\\u%04x", (int) character);
		};
	}

	/** Characters that change the direction of text can hide the content of a line. */
	private static boolean isBreaking(char character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			case Character.FORMAT ->
				(character >= '\u202a' && character <= '\u202e') || (character >= '\u2066' && character <= '\u2069');
			default -> false;
		};
	}

}
