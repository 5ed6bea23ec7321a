package io.jobqueue.serialization;

import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
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

	private final JsonMapper original;

	private final JsonMapper mapper;

	private final TypeCheck types;

	private final SensitiveTexts sensitive;

	private final SensitiveNames names;

	private final TextScope scope;

	/** One for each type that a task or a caller declares. */
	private final Map<Type, ObjectReader> readers;

	/** For generic types: the class of a value does not contain their type arguments. */
	private final Map<Written, JavaType> written;

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
		this(mapper, null);
	}

	private JacksonJobSerializer(JsonMapper mapper, @Nullable PayloadEncryption encryption) {
		this.original = mapper;
		this.sensitive = new SensitiveTexts(PayloadMapper.trees(mapper), encryption);
		this.mapper = PayloadMapper.of(mapper, this.sensitive.mark());
		this.types = new TypeCheck(this.mapper);
		this.names = new SensitiveNames(this.mapper);
		this.readers = new ConcurrentHashMap<>();
		this.written = new ConcurrentHashMap<>();
		this.scope = TextScope.NONE;
	}

	private JacksonJobSerializer(JacksonJobSerializer other, TextScope scope) {
		this.original = other.original;
		this.mapper = other.mapper;
		this.types = other.types;
		this.sensitive = other.sensitive;
		this.names = other.names;
		this.readers = other.readers;
		this.written = other.written;
		this.scope = scope;
	}

	/**
	 * A serializer that encrypts the values of properties with {@code @Sensitive}.
	 * @param encryption the keys
	 */
	public JacksonJobSerializer withEncryption(PayloadEncryption encryption) {
		return new JacksonJobSerializer(this.original, encryption);
	}

	/** Whether it encrypts the values of properties with {@code @Sensitive}. */
	public boolean encrypts() {
		return this.sensitive.encrypts();
	}

	@Override
	public JobSerializer within(TextScope scope) {
		return new JacksonJobSerializer(this, scope);
	}

	@Override
	public boolean hasSensitive(Type type) {
		return type != Void.class && type != void.class && !this.names.of(this.mapper.constructType(type)).isEmpty();
	}

	@Override
	public String masked(String json, @Nullable Type type) {
		return this.sensitive.masked(json,
				(type != null && hasSensitive(type)) ? this.names.of(this.mapper.constructType(type)) : Set.of());
	}

	@Override
	public String identity(String json) {
		return this.sensitive.identity(json, this.scope);
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
			return JsonText.storable(this.sensitive.protect(json, this.scope));
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
		String plain = this.sensitive.reveal(json, this.scope);
		try {
			return this.readers.computeIfAbsent(type, this::reader).readValue(plain);
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
