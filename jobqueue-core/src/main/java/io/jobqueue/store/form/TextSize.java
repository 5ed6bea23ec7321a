package io.jobqueue.store.form;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes a text has in a store.
 */
public final class TextSize {

	private TextSize() {
	}

	/** The number of bytes in UTF-8, 0 for {@code null}. */
	public static long utf8(@Nullable String text) {
		long size = 0;
		for (int i = 0; text != null && i < text.length(); i++) {
			char next = text.charAt(i);
			// Each half of a pair counts for two of its four bytes.
			size += (next < 0x80) ? 1 : (next < 0x800 || Character.isSurrogate(next)) ? 2 : 3;
		}
		return size;
	}

	/** Whether a text has more bytes in UTF-8; most are not counted to see it. */
	public static boolean isMoreThan(String text, long bytes) {
		return text.length() > bytes || (text.length() * 3L > bytes && utf8(text) > bytes);
	}

}
