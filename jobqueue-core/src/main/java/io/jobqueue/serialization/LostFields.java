package io.jobqueue.serialization;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/**
 * Refuses to write classes that have fields but no property. Jackson would write them as
 * an empty object. A class without fields loses nothing.
 */
final class LostFields extends ValueSerializerModifier {

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		boolean loses = serializer instanceof UnknownSerializer && hasFields(description.getBeanClass());
		return loses ? new Refusal(description.getType()) : serializer;
	}

	private static boolean hasFields(Class<?> type) {
		for (@Nullable
		Class<?> at = type; at != null; at = at.getSuperclass()) {
			if (Arrays.stream(at.getDeclaredFields()).anyMatch(LostFields::isState)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isState(Field field) {
		return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())
				&& !field.isSynthetic();
	}

	/** In place of a serializer. */
	static final class Refusal extends ValueSerializer<Object> {

		private final JavaType type;

		Refusal(JavaType type) {
			this.type = type;
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			context.reportBadDefinition(this.type, message());
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer typing) {
			serialize(value, generator, context);
		}

		String message() {
			return "%s has fields but no property, so it would be written as {}: use a record, or add getters or @JsonProperty"
				.formatted(this.type.getRawClass().getName());
		}

	}

}
