package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.PayloadException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson, with the modules and the settings of the application's mapper but for
 * three: default typing is off, because a payload must not name the types it is read as;
 * unknown properties are ignored, because producer and worker are deployed one after the
 * other; and the text is compact.
 */
public final class JacksonJobSerializer implements JobSerializer {

	private final JsonMapper mapper;

	/** One for each type that a task or a caller declares. */
	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	/**
	 * Create a serializer.
	 * @param mapper the application's mapper, which stays as it is
	 */
	public JacksonJobSerializer(JsonMapper mapper) {
		this.mapper = mapper.rebuild()
			.deactivateDefaultTyping()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(SerializationFeature.INDENT_OUTPUT)
			.build();
	}

	@Override
	public String write(@Nullable Object value) {
		try {
			return this.mapper.writeValueAsString(value);
		}
		catch (JacksonException ex) {
			String type = (value != null) ? value.getClass().getName() : "null";
			throw new PayloadException(
					"A value of type %s cannot be written as JSON%s: %s".formatted(type, path(ex), reason(ex)));
		}
	}

	@Override
	public @Nullable Object read(String json, Type type) {
		if (type == Void.class || type == void.class) {
			return null;
		}
		try {
			return this.readers.computeIfAbsent(type, this::reader).readValue(json);
		}
		catch (JacksonException ex) {
			throw new PayloadException("JSON text of %d characters cannot be read as %s%s: %s".formatted(json.length(),
					type.getTypeName(), path(ex), reason(ex)));
		}
	}

	private ObjectReader reader(Type type) {
		return this.mapper.readerFor(this.mapper.constructType(type));
	}

	@Override
	public boolean isSchemaless(Object value) {
		return value instanceof Map<?, ?> || value instanceof TreeNode;
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : ex.getPath()) {
			if (step.getPropertyName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
			}
		}
		return path.isEmpty() ? "" : " at '" + path + "'";
	}

	/**
	 * What went wrong, without the message of Jackson and without the exception as a
	 * cause: both quote the payload, which must not get into logs.
	 */
	private static String reason(JacksonException ex) {
		String reason = ex.getClass().getSimpleName();
		if (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
			reason += ", expected " + mismatch.getTargetType().getTypeName();
		}
		if (ex.getCause() != null) {
			reason += ", caused by " + ex.getCause().getClass().getName();
		}
		if (ex.getLocation() != null && ex.getLocation().getLineNr() > 0) {
			reason += " (line %d, column %d)".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr());
		}
		return reason;
	}

}
