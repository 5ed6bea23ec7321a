package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes payloads and results as JSON text and reads them back as a declared type. Safe
 * for use by many threads.
 */
public interface JobSerializer {

	/**
	 * Write a value.
	 * @param value the value, {@code null} is written as {@code null}
	 * @return JSON text
	 * @throws io.jobqueue.PayloadException if it cannot be written
	 */
	String write(@Nullable Object value);

	/**
	 * Read a value.
	 * @param json JSON text
	 * @param type the type to read it as; the text has no say in it
	 * @return the value, {@code null} if the text is {@code null}
	 * @throws io.jobqueue.PayloadException if it is not of that type
	 */
	@Nullable Object read(String json, Type type);

	/**
	 * Whether a value has no type of its own, such as a map or a tree, so that its JSON
	 * may be read as any type.
	 */
	default boolean isSchemaless(Object value) {
		return value instanceof Map<?, ?>;
	}

}
