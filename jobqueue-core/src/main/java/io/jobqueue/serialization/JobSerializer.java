package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes payloads and results as JSON text and reads them back as a declared type.
 * Implementations are thread-safe.
 */
public interface JobSerializer {

	/**
	 * Write a value whose declared type is not known.
	 * @param value the value, {@code null} is written as {@code null}
	 * @return JSON text
	 * @throws io.jobqueue.PayloadException if it cannot be written
	 */
	String write(@Nullable Object value);

	/**
	 * Write a value as its declared type, so that the text holds what reading that type
	 * needs, such as the type names of the elements of a list.
	 * @param value the value, {@code null} is written as {@code null}
	 * @param type the type that the value is declared with
	 * @return JSON text
	 * @throws io.jobqueue.PayloadException if it cannot be written
	 */
	default String write(@Nullable Object value, Type type) {
		return write(value);
	}

	/**
	 * Read a value.
	 * @param json JSON text
	 * @param type the type to read it as; the text cannot change it
	 * @return the value, {@code null} if the text is {@code null}
	 * @throws io.jobqueue.PayloadException if it is not of that type
	 */
	@Nullable Object read(String json, Type type);

	/**
	 * Check that a text can be read back.
	 * @param json JSON text
	 * @param type the type that it will be read as, {@code null} if only another
	 * application knows
	 * @throws io.jobqueue.PayloadException if it cannot be read
	 */
	default void requireReadable(String json, @Nullable Type type) {
		if (type != null) {
			read(json, type);
		}
	}

	/**
	 * Check that values of a type can be read at all.
	 * @throws io.jobqueue.PayloadException if no text can be read as that type
	 */
	default void requireReadable(Type type) {
	}

	/**
	 * Check that values of a type can be written at all.
	 * @throws io.jobqueue.PayloadException if no value of that type can be written
	 */
	default void requireWritable(Type type) {
	}

	/**
	 * Whether a value has no type of its own, such as a map or a tree, so that its JSON
	 * may be read as any type.
	 */
	default boolean isSchemaless(Object value) {
		return value instanceof Map<?, ?>;
	}

	/**
	 * A serializer for texts of a scope. What it encrypts can be read in this scope only.
	 * The default protects nothing, and is this serializer.
	 */
	default JobSerializer within(TextScope scope) {
		return this;
	}

	/** Whether values of a type can have properties with {@code @Sensitive}. */
	default boolean hasSensitive(Type type) {
		return false;
	}

	/**
	 * A text for people, in which {@code ***} replaces the values of sensitive
	 * properties. The default is the text itself.
	 * @param json a stored text, also one that cannot be read
	 * @param type the type of its value, {@code null} if only another application knows
	 */
	default String masked(String json, @Nullable Type type) {
		return json;
	}

	/**
	 * A text that is the same for the same value, although it is encrypted in another way
	 * each time. The default is the text itself.
	 * @param json a text that was written within this scope
	 */
	default String identity(String json) {
		return json;
	}

}
