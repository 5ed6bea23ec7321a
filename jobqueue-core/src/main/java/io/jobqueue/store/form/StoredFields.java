package io.jobqueue.store.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a stored text that are named by a tag. Any number of them stand behind each
 * other, in the form <code>U+001F tag = value</code>, and their values are
 * {@link StoredText}. An absent field is left out. A release keeps the fields whose tags
 * it does not know, so that another release finds them again.
 *
 * @param fields the fields in their order; a tag may occur several times
 */
public record StoredFields(List<Field> fields) {

	/** No field. */
	public static final StoredFields NONE = new StoredFields(List.of());

	/** Stands before each field. No value has it. */
	public static final char UNIT = '\u001f';

	/** Stands before what follows the fields. No value has it. */
	public static final char ENTRY = '\u001e';

	public StoredFields {
		fields = List.copyOf(fields);
	}

	/**
	 * Read fields.
	 * @param text empty, or fields that begin with a separator each
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static StoredFields read(String text) {
		return text.isEmpty() ? NONE : new StoredFields(split(text));
	}

	private static List<Field> split(String text) {
		if (text.charAt(0) != UNIT) {
			throw new IllegalArgumentException("The fields do not begin with a separator");
		}
		List<Field> fields = new ArrayList<>();
		for (int start = 1; start <= text.length();) {
			int end = text.indexOf(UNIT, start);
			end = (end < 0) ? text.length() : end;
			int sign = text.indexOf('=', start);
			if (sign < 0 || sign >= end) {
				throw new IllegalArgumentException("The field at " + start + " has no tag");
			}
			fields.add(new Field(text.substring(start, sign), text.substring(sign + 1, end)));
			start = end + 1;
		}
		return fields;
	}

	/** Append a field to a text, unless its value is {@code null}. */
	public static void append(StringBuilder text, String tag, @Nullable Object value) {
		if (value != null) {
			text.append(UNIT).append(tag).append('=').append(StoredText.of(value.toString()));
		}
	}

	/** The value of a field, {@code null} if it is absent. */
	public @Nullable String get(String tag) {
		for (Field field : this.fields) {
			if (field.tag.equals(tag)) {
				return field.value();
			}
		}
		return null;
	}

	/** Those whose tags are not among the given ones. */
	public StoredFields without(Set<String> tags) {
		if (this.fields.isEmpty()) {
			return this;
		}
		List<Field> left = this.fields.stream().filter((field) -> !tags.contains(field.tag)).toList();
		return left.isEmpty() ? NONE : new StoredFields(left);
	}

	/** Append all fields to a text. */
	public void writeTo(StringBuilder text) {
		for (Field field : this.fields) {
			text.append(UNIT).append(field.tag).append('=').append(field.stored);
		}
	}

	/** The text that {@link #read} reads. */
	public String write() {
		if (this.fields.isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		writeTo(text);
		return text.toString();
	}

	/**
	 * One field.
	 *
	 * @param tag its name: lower-case letters
	 * @param stored its value as it is stored
	 */
	public record Field(String tag, String stored) {

		/** The value. */
		public String value() {
			return StoredText.read(this.stored);
		}

	}

}
