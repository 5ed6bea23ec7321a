package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Several texts in one column, one a line. A backslash escapes what would break a line,
 * and NUL, which not every database takes; an absent text is {@code \N}.
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
				escape(field.toString(), text);
			}
		}
		return text.toString();
	}

	static List<@Nullable String> read(String text) {
		List<@Nullable String> fields = new ArrayList<>();
		for (String line : text.split("\n", -1)) {
			fields.add(ABSENT.equals(line) ? null : unescape(line));
		}
		return fields;
	}

	/** A text that every database takes. */
	static @Nullable String plain(@Nullable String text) {
		return (text != null) ? text.replace('\0', '\uFFFD') : null;
	}

	private static void escape(String field, StringBuilder text) {
		for (int i = 0; i < field.length(); i++) {
			char next = field.charAt(i);
			switch (next) {
				case '\\' -> text.append("\\\\");
				case '\n' -> text.append("\\n");
				case '\0' -> text.append("\\0");
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
				case '0' -> field.append('\0');
				case 'e' -> {
				}
				default -> field.append(line.charAt(i));
			}
		}
		return field.toString();
	}

}
