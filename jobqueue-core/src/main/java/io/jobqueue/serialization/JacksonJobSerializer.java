package io.jobqueue.serialization;

import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.jobqueue.PayloadException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson. Some settings are fixed, whatever the mapper. Default typing is off,
 * because a payload must not name the type as which it is read. Unknown properties are
 * ignored, because producer and worker are deployed one after the other. The text is
 * compact, dates are ISO texts with their zones, and enums are written by name.
 */
public final class JacksonJobSerializer implements JobSerializer {

	/** More pairs of types than an application has. Further ones are not cached. */
	private static final int MAX_WRITTEN = 1_000;

	private final JsonMapper mapper;

	private final TypeCheck types;

	/** One for each type that a task or a caller declares. */
	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	/** For generic types: the class of a value does not contain their type arguments. */
	private final Map<Written, JavaType> written = new ConcurrentHashMap<>();

	/**
	 * Create a serializer with a mapper of its own: Jackson's defaults, and the modules
	 * on the class path that only add types, such as that for Kotlin.
	 */
	public JacksonJobSerializer() {
		this(PayloadMapper.defaults());
	}

	/**
	 * Create a serializer with a mapper of its own that is changed first.
	 * @param settings changes the builder of that mapper
	 */
	public JacksonJobSerializer(Consumer<JsonMapper.Builder> settings) {
		this(PayloadMapper.defaults(settings));
	}

	/**
	 * Create a serializer with the modules and the settings of another mapper.
	 * @param mapper the mapper, such as that of the application; it is not changed
	 */
	public JacksonJobSerializer(JsonMapper mapper) {
		this.mapper = PayloadMapper.of(mapper);
		this.types = new TypeCheck(this.mapper);
	}

	@Override
	public String write(@Nullable Object value) {
		return write(value, Object.class);
	}

	@Override
	public String write(@Nullable Object value, Type type) {
		try {
			String json = (value == null || type instanceof Class<?>) ? this.mapper.writeValueAsString(value)
					: writeAs(typeOf(value, type), value);
			return JsonText.storable(json);
		}
		catch (JacksonException ex) {
			throw new PayloadException("A value of type %s cannot be written as JSON%s: %s".formatted(classOf(value),
					JacksonReason.path(ex), JacksonReason.of(ex)));
		}
		catch (StackOverflowError ex) {
			throw new PayloadException(
					"A value of type %s cannot be written as JSON: it is nested too deeply, or refers to itself"
						.formatted(classOf(value)));
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
					type.getTypeName(), JacksonReason.path(ex), JacksonReason.of(ex)));
		}
	}

	@Override
	public void requireReadable(String json, @Nullable Type type) {
		read(json, (type != null) ? type : JsonNode.class);
	}

	@Override
	public void requireReadable(Type type) {
		if (type != Void.class && type != void.class) {
			this.types.requireReadable(this.mapper.constructType(type));
		}
	}

	@Override
	public void requireWritable(Type type) {
		if (type != Void.class && type != void.class) {
			this.types.requireWritable(this.mapper.constructType(type));
		}
	}

	@Override
	public boolean isSchemaless(Object value) {
		return value instanceof Map<?, ?> || value instanceof TreeNode;
	}

	private ObjectReader reader(Type type) {
		return this.mapper.readerFor(this.mapper.constructType(type));
	}

	/**
	 * The declared type decides which type names are written. The class of each value
	 * decides which properties are written. An {@code ObjectWriter} for a type would
	 * leave out those of subclasses.
	 */
	private String writeAs(JavaType type, Object value) {
		StringWriter json = new StringWriter();
		try (JsonGenerator generator = this.mapper.createGenerator(json)) {
			this.mapper._serializationContext().serializeValue(generator, value, type);
		}
		return json.toString();
	}

	/**
	 * The declared type, narrowed to the class of the value; only the class if the two do
	 * not match.
	 */
	private JavaType typeOf(Object value, Type type) {
		Written key = new Written(type, value.getClass());
		JavaType known = this.written.get(key);
		if (known != null) {
			return known;
		}
		JavaType declared = this.mapper.constructType(type);
		JavaType actual = declared.getRawClass().isInstance(value)
				? this.mapper.getTypeFactory().constructSpecializedType(declared, value.getClass())
				: this.mapper.constructType(value.getClass());
		if (this.written.size() < MAX_WRITTEN) {
			this.written.put(key, actual);
		}
		return actual;
	}

	private static String classOf(@Nullable Object value) {
		return (value != null) ? value.getClass().getName() : "null";
	}

	/** What a writer is for: the declared type and the class of the value. */
	private record Written(Type declared, Class<?> actual) {
	}

}
