package io.jobqueue.serialization;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.annotation.Sensitive;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Writes each value of a sensitive property inside an object with one property, the mark.
 */
final class SensitiveProperties extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	private final String mark;

	SensitiveProperties(String mark) {
		this.mark = mark;
	}

	@Override
	public List<BeanPropertyWriter> changeProperties(SerializationConfig config, BeanDescription.Supplier description,
			List<BeanPropertyWriter> properties) {
		return properties.stream()
			.map((property) -> isSensitive(description, property) ? marked(description, property) : property)
			.collect(Collectors.toList());
	}

	@Override
	public BeanSerializerBuilder updateBuilder(SerializationConfig config, BeanDescription.Supplier description,
			BeanSerializerBuilder builder) {
		AnnotatedMember any = description.get().findAnyGetter();
		if (any != null && any.hasAnnotation(Sensitive.class)) {
			throw refused(description, any.getName(), "@JsonAnyGetter");
		}
		return builder;
	}

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		AnnotatedMember value = description.get().findJsonValueAccessor();
		if (value != null && hasSensitive(description.getBeanClass())) {
			throw InvalidDefinitionException.from((JsonGenerator) null,
					("%s has @Sensitive and @JsonValue, which writes it without a property that could be marked: "
							+ "annotate the properties of this type with @Sensitive, or leave @JsonValue out")
						.formatted(description.getBeanClass().getName()),
					description.getType());
		}
		return serializer;
	}

	private static boolean hasSensitive(Class<?> type) {
		Stream<AnnotatedElement> members = Stream.concat(Arrays.stream(type.getDeclaredFields()),
				Arrays.stream(type.getDeclaredMethods()));
		return members.anyMatch((member) -> member.isAnnotationPresent(Sensitive.class))
				|| (type.getSuperclass() != null && hasSensitive(type.getSuperclass()));
	}

	private BeanPropertyWriter marked(BeanDescription.Supplier description, BeanPropertyWriter property) {
		if (property.isUnwrapping()) {
			throw refused(description, property.getName(), "@JsonUnwrapped");
		}
		return new Marked(property, this.mark);
	}

	private static InvalidDefinitionException refused(BeanDescription.Supplier description, String property,
			String annotation) {
		return InvalidDefinitionException.from((JsonGenerator) null,
				("'%s' has @Sensitive and %s, which writes its value as several properties: annotate these, or leave "
						+ "%s out")
					.formatted(property, annotation, annotation),
				description.getType());
	}

	/**
	 * Jackson drops the annotations of a private field if a getter supplies the value.
	 */
	private static boolean isSensitive(BeanDescription.Supplier description, BeanPropertyWriter property) {
		if (property.getAnnotation(Sensitive.class) != null) {
			return true;
		}
		String name = description.get()
			.findProperties()
			.stream()
			.filter((each) -> each.getName().equals(property.getName()))
			.map(BeanPropertyDefinition::getInternalName)
			.findFirst()
			.orElse(property.getName());
		Class<?> type = property.getMember().getDeclaringClass();
		while (type != null && type != Object.class) {
			Field field = field(type, name);
			if (field != null) {
				return field.isAnnotationPresent(Sensitive.class);
			}
			type = type.getSuperclass();
		}
		return false;
	}

	private static @Nullable Field field(Class<?> type, String name) {
		for (Field field : type.getDeclaredFields()) {
			if (field.getName().equals(name)) {
				return field;
			}
		}
		return null;
	}

	/** Writes a property whose value is marked. */
	static final class Marked extends BeanPropertyWriter {

		private static final long serialVersionUID = 1L;

		private final String mark;

		Marked(BeanPropertyWriter property, String mark) {
			super(property);
			this.mark = mark;
		}

		private Marked(Marked property, PropertyName name) {
			super(property, name);
			this.mark = property.mark;
		}

		@Override
		protected BeanPropertyWriter _new(PropertyName name) {
			return new Marked(this, name);
		}

		@Override
		public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
				throws Exception {
			AfterName output = new AfterName(generator, this.mark);
			super.serializeAsProperty(bean, output, context);
			if (output.named) {
				generator.writeEndObject();
			}
		}

		@Override
		public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context)
				throws Exception {
			generator.writeStartObject();
			generator.writeName(this.mark);
			super.serializeAsElement(bean, generator, context);
			generator.writeEndObject();
		}

	}

	/** Begins an object behind the first name, which is that of the property. */
	private static final class AfterName extends JsonGeneratorDelegate {

		private final String mark;

		private boolean named;

		AfterName(JsonGenerator generator, String mark) {
			super(Objects.requireNonNull(generator), false);
			this.mark = mark;
		}

		@Override
		public JsonGenerator writeName(String name) {
			super.writeName(name);
			return begin();
		}

		@Override
		public JsonGenerator writeName(SerializableString name) {
			super.writeName(name);
			return begin();
		}

		private JsonGenerator begin() {
			if (!this.named) {
				this.named = true;
				this.delegate.writeStartObject();
				this.delegate.writeName(this.mark);
			}
			return this;
		}

	}

}
