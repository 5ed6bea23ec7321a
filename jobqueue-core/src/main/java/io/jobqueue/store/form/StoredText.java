package io.jobqueue.store.form;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside, such as the message of an exception, in a form that every store
 * keeps exactly. NUL, unpaired surrogates and the separators of stored forms are written
 * as U+0010 and four hexadecimal digits, and so is U+0010 itself. Other text is
 * unchanged.
 */
public final class StoredText {

	private static final char MARK = '\u0010';

	private static final int DIGITS = 4;

	private static final int SHOWN = 100;

	private StoredText() {
	}

	/** The form to store, {@code null} for {@code null}. */
	public static @Nullable String ofNullable(@Nullable String text) {
		return (text != null) ? of(text) : null;
	}

	/** The form to store. */
	public static String of(String text) {
		int first = next(text, 0);
		if (first == text.length()) {
			return text;
		}
		StringBuilder stored = new StringBuilder(text.length() + 16);
		int from = 0;
		for (int at = first; at < text.length(); at = next(text, from)) {
			stored.append(text, from, at).append(MARK).append("%04x".formatted((int) text.charAt(at)));
			from = at + 1;
		}
		return stored.append(text, from, text.length()).toString();
	}

	/** The text that was stored in this form, {@code null} for {@code null}. */
	public static @Nullable String readNullable(@Nullable String stored) {
		return (stored != null) ? read(stored) : null;
	}

	/** The text that was stored in this form. */
	public static String read(String stored) {
		int mark = stored.indexOf(MARK);
		if (mark < 0) {
			return stored;
		}
		StringBuilder text = new StringBuilder(stored.length());
		int from = 0;
		for (; mark >= 0 && mark + DIGITS < stored.length(); mark = stored.indexOf(MARK, from)) {
			text.append(stored, from, mark).append((char) Integer.parseInt(stored, mark + 1, mark + 1 + DIGITS, 16));
			from = mark + 1 + DIGITS;
		}
		return text.append(stored, from, stored.length()).toString();
	}

	/** A text from outside as an error shows it: its first 100 characters. */
	public static String shown(String text) {
		return (text.length() <= SHOWN) ? text : cut(text, SHOWN) + "…";
	}

	/** A text, cut to a number of characters, but not inside a surrogate pair. */
	public static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	/** The index of the next character to escape, the length of the text for none. */
	private static int next(String text, int from) {
		for (int i = from; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next >= ' ' && next < Character.MIN_SURROGATE) {
				continue;
			}
			if (next < ' ') {
				if (next == '\0' || next == MARK || next == '\u001e' || next == '\u001f') {
					return i;
				}
			}
			else if (Character.isSurrogate(next)) {
				if (text.codePointAt(i) == next) {
					return i;
				}
				i++;
			}
		}
		return text.length();
	}

}
