package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * Several texts in one column, one a line. A backslash escapes what would break a line;
 * an absent text is {@code \N}.
 */
final class TextFields {

	private static final String ABSENT = "\\N";

	private TextFields() {
	}

	static String write(List<? extends @Nullable Object> fields) {
		StringBuilder text = new StringBuilder();
		for (Object field : fields) {
			if (!text.isEmpty()) {
				text.append('\n');
			}
			if (field == null) {
				text.append(ABSENT);
			}
			else {
				escape(StoredText.of(field.toString()), text);
			}
		}
		return text.toString();
	}

	static List<@Nullable String> read(String text) {
		List<@Nullable String> fields = new ArrayList<>();
		for (String line : text.split("\n", -1)) {
			fields.add(ABSENT.equals(line) ? null : StoredText.read(unescape(line)));
		}
		return fields;
	}

	/**
	 * Read texts that stand in groups.
	 * @throws IllegalArgumentException if the last group is not whole: another release
	 * wrote it
	 */
	static List<@Nullable String> read(String text, int group) {
		List<@Nullable String> fields = read(text);
		if (fields.size() % group != 0) {
			throw new IllegalArgumentException("%d texts are no groups of %d".formatted(fields.size(), group));
		}
		return fields;
	}

	private static void escape(String field, StringBuilder text) {
		for (int i = 0; i < field.length(); i++) {
			char next = field.charAt(i);
			switch (next) {
				case '\\' -> text.append("\\\\");
				case '\n' -> text.append("\\n");
				default -> text.append(next);
			}
		}
		if (field.isEmpty()) {
			// Without it a single empty text would be no text.
			text.append("\\e");
		}
	}

	private static String unescape(String line) {
		if (line.indexOf('\\') < 0) {
			return line;
		}
		StringBuilder field = new StringBuilder(line.length());
		for (int i = 0; i < line.length(); i++) {
			char next = line.charAt(i);
			if (next != '\\' || i + 1 == line.length()) {
				field.append(next);
				continue;
			}
			switch (line.charAt(++i)) {
				case 'n' -> field.append('\n');
				case 'e' -> {
				}
				default -> field.append(line.charAt(i));
			}
		}
		return field.toString();
	}

}
