package io.jobqueue.serialization;

import java.lang.reflect.Modifier;

import io.jobqueue.PayloadException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a type before there is a value: whether Jackson can create one at all. Elements
 * of containers are checked too. Properties are checked once there is a value.
 */
final class TypeCheck {

	private final JsonMapper mapper;

	TypeCheck(JsonMapper mapper) {
		this.mapper = mapper;
	}

	void requireReadable(JavaType type) {
		ValueDeserializer<?> deserializer;
		try {
			deserializer = this.mapper._deserializationContext().findRootValueDeserializer(type);
		}
		catch (JacksonException ex) {
			throw unreadable(type, JacksonReason.of(ex));
		}
		if (deserializer instanceof AbstractDeserializer) {
			throw unreadable(type,
					"it is abstract and names no subtypes; add @JsonTypeInfo and @JsonSubTypes, or declare the class itself");
		}
		if (deserializer instanceof BeanDeserializerBase bean && !bean.getValueInstantiator().canInstantiate()) {
			throw unreadable(type,
					"it has no constructor for Jackson; use a record, or a static or top-level class with a constructor "
							+ "without parameters or a @JsonCreator");
		}
		if (type.getContentType() != null) {
			requireReadable(type.getContentType());
		}
	}

	void requireWritable(JavaType type) {
		ValueSerializer<?> serializer;
		try {
			serializer = this.mapper._serializationContext().findValueSerializer(type);
		}
		catch (JacksonException ex) {
			throw unwritable(type, JacksonReason.of(ex));
		}
		if (serializer instanceof LostFields.Refusal refusal
				&& !Modifier.isAbstract(type.getRawClass().getModifiers())) {
			throw unwritable(type, refusal.message());
		}
		if (type.getContentType() != null) {
			requireWritable(type.getContentType());
		}
	}

	private static PayloadException unreadable(JavaType type, String reason) {
		return new PayloadException("JSON cannot be read as %s: %s".formatted(type.toCanonical(), reason));
	}

	private static PayloadException unwritable(JavaType type, String reason) {
		return new PayloadException("%s cannot be written as JSON: %s".formatted(type.toCanonical(), reason));
	}

}
