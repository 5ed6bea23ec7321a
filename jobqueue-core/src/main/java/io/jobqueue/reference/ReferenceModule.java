package io.jobqueue.reference;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.jobqueue.JobQueueException;
import io.jobqueue.JobReference;
import io.jobqueue.JobReference.WhenGone;
import io.jobqueue.JobReferenceResolver;
import io.jobqueue.JobReferenceResolver.Key;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes a {@link JobReference} as the name and the id of its entity, such as
 * <code>{"entity": "Customer", "id": 42, "whenGone": "skip"}</code>.
 */
public final class ReferenceModule extends SimpleModule {

	private static final String ENTITY = "entity";

	private static final String ID = "id";

	private static final String WHEN_GONE = "whenGone";

	/**
	 * Create a module.
	 * @param resolvers supplies the resolvers when a reference is written or read
	 */
	public ReferenceModule(Supplier<List<JobReferenceResolver>> resolvers) {
		super("jobqueue-references");
		References references = new References(resolvers);
		addSerializer(new Writer(references));
		addDeserializer(JobReference.class, new Reader(references, Object.class));
	}

	/** Writes references. */
	private static final class Writer extends StdSerializer<JobReference<?>> {

		private final transient References references;

		Writer(References references) {
			super(raw());
			this.references = references;
		}

		@SuppressWarnings("unchecked")
		private static Class<JobReference<?>> raw() {
			return (Class<JobReference<?>>) (Class<?>) JobReference.class;
		}

		@Override
		public void serialize(JobReference<?> reference, JsonGenerator generator, SerializationContext context) {
			Key key = key(reference, context);
			generator.writeStartObject();
			generator.writeStringProperty(ENTITY, key.name());
			generator.writeName(ID);
			context.writeValue(generator, key.id());
			if (reference.whenGone() != WhenGone.FAIL) {
				generator.writeStringProperty(WHEN_GONE, reference.whenGone().name().toLowerCase(Locale.ROOT));
			}
			generator.writeEndObject();
		}

		private Key key(JobReference<?> reference, SerializationContext context) {
			String name = reference.name();
			Object id = reference.id();
			Object entity = reference.entity();
			if (name != null && id != null) {
				return new Key(name, id);
			}
			try {
				return this.references.keyOf((entity != null) ? entity : reference);
			}
			catch (JobQueueException ex) {
				return context.reportBadDefinition(JobReference.class, String.valueOf(ex.getMessage()));
			}
		}

	}

	/** Reads references. */
	private static final class Reader extends StdDeserializer<JobReference<?>> {

		private final transient References references;

		private final Class<?> declared;

		Reader(References references, Class<?> declared) {
			super(JobReference.class);
			this.references = references;
			this.declared = declared;
		}

		/** The declared type decides what may be loaded. */
		@Override
		public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
			JavaType type = context.getContextualType();
			return new Reader(this.references,
					(type != null) ? type.containedTypeOrUnknown(0).getRawClass() : Object.class);
		}

		@Override
		public JobReference<?> deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode node = context.readTree(parser);
			JsonNode name = node.get(ENTITY);
			JsonNode id = node.get(ID);
			if (name == null || !name.isString() || id == null || id.isNull()) {
				return context.reportInputMismatch(this, "A reference has 'entity' and 'id'");
			}
			JobReference<?> reference = reference(name.stringValue(), id(name.stringValue(), id, context));
			JsonNode whenGone = node.get(WHEN_GONE);
			return (whenGone != null) ? reference.whenGone(answer(whenGone, context)) : reference;
		}

		private Object id(String name, JsonNode id, DeserializationContext context) {
			Type type = this.references.idType(name);
			return (type != null) ? context.readTreeAsValue(id, context.constructType(type)) : id;
		}

		private JobReference<?> reference(String name, Object id) {
			return JobReference.of(name, id, () -> this.references.load(name, id, this.declared));
		}

		private WhenGone answer(JsonNode text, DeserializationContext context) {
			for (WhenGone answer : WhenGone.values()) {
				if (text.isString() && answer.name().equalsIgnoreCase(text.stringValue())) {
					return answer;
				}
			}
			return context.reportInputMismatch(this, "'whenGone' is fail, skip or abort");
		}

	}

}
