package io.jobqueue.serialization;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializer;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.UnrolledBeanSerializer;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.util.ClassUtil;

/**
 * Records of texts, whole numbers and truth values, written and read by nothing but what
 * Jackson itself brings, without any annotation. What is written of such a record can be
 * read back: its constructor has accepted the same values before.
 */
final class PlainRecords {

	private static final Set<Class<?>> TYPES = Set.of(String.class, boolean.class, Boolean.class, byte.class,
			Byte.class, short.class, Short.class, int.class, Integer.class, long.class, Long.class);

	private static final int MAX_KNOWN = 1_000;

	private final JsonMapper mapper;

	private final int longest;

	private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

	PlainRecords(JsonMapper mapper) {
		this.mapper = mapper;
		StreamReadConstraints constraints = mapper.tokenStreamFactory().streamReadConstraints();
		boolean bounded = constraints.hasMaxDocumentLength() || constraints.hasMaxTokenCount();
		this.longest = bounded ? 0 : constraints.getMaxStringLength();
	}

	/**
	 * Whether a text, which was written of a value of that class, can be read without a
	 * trial. The first text of each class is always tried.
	 */
	boolean isReadable(Class<?> type, String json) {
		if (!type.isRecord() || json.length() > this.longest) {
			return false;
		}
		Boolean before = this.known.get(type);
		if (before == null && this.known.size() < MAX_KNOWN) {
			this.known.put(type, isPlain(type));
		}
		return before != null && before;
	}

	private boolean isPlain(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		if (!Arrays.stream(components).allMatch((component) -> TYPES.contains(component.getType())) || !isBare(type)
				|| !isUsual(type)) {
			return false;
		}
		JavaType java = this.mapper.constructType(type);
		Set<String> names = Set.copyOf(Arrays.stream(components).map(RecordComponent::getName).toList());
		try {
			return names.equals(written(this.mapper._serializationContext().findValueSerializer(java)))
					&& names.equals(read(this.mapper._deserializationContext().findRootValueDeserializer(java)));
		}
		catch (JacksonException ex) {
			// The trial says what is wrong.
			return false;
		}
	}

	/** Whether it has no annotation and one constructor, and nothing stands in for it. */
	private boolean isBare(Class<?> type) {
		Stream<AnnotatedElement> elements = Stream
			.<AnnotatedElement[]>of(type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields(),
					type.getRecordComponents(), type.getInterfaces(), new AnnotatedElement[] { type },
					type.getDeclaredConstructors()[0].getParameters())
			.flatMap(Arrays::stream);
		return type.getDeclaredConstructors().length == 1 && !this.mapper.serializationConfig().hasMixIns()
				&& !this.mapper.deserializationConfig().hasMixIns()
				&& elements.allMatch((element) -> element.getAnnotations().length == 0);
	}

	/** Whether all of it is written, and a text that is absent is read. */
	private boolean isUsual(Class<?> type) {
		return Stream.concat(Stream.of(type), TYPES.stream())
			.map((each) -> this.mapper.serializationConfig().getDefaultPropertyInclusion(each).getValueInclusion())
			.allMatch((inclusion) -> inclusion == JsonInclude.Include.ALWAYS
					|| inclusion == JsonInclude.Include.USE_DEFAULTS)
				&& !this.mapper.isEnabled(SerializationFeature.WRAP_ROOT_VALUE)
				&& !this.mapper.isEnabled(DeserializationFeature.UNWRAP_ROOT_VALUE)
				&& !this.mapper.isEnabled(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
	}

	/** The names that are written, none if any is written in a way of its own. */
	private static Set<String> written(ValueSerializer<?> serializer) {
		if (serializer.getClass() != BeanSerializer.class && serializer.getClass() != UnrolledBeanSerializer.class) {
			return Set.of();
		}
		Set<String> names = ConcurrentHashMap.newKeySet();
		for (Iterator<PropertyWriter> all = ((BeanSerializerBase) serializer).properties(); all.hasNext();) {
			PropertyWriter writer = all.next();
			if (writer.getClass() != BeanPropertyWriter.class
					|| !ClassUtil.isJacksonStdImpl(((BeanPropertyWriter) writer).getSerializer())) {
				return Set.of();
			}
			names.add(writer.getName());
		}
		return names;
	}

	private static Set<String> read(ValueDeserializer<?> deserializer) {
		if (deserializer.getClass() != BeanDeserializer.class) {
			return Set.of();
		}
		Set<String> names = ConcurrentHashMap.newKeySet();
		for (Iterator<SettableBeanProperty> all = ((BeanDeserializer) deserializer).creatorProperties(); all
			.hasNext();) {
			SettableBeanProperty property = all.next();
			if (!ClassUtil.isJacksonStdImpl(property.getValueDeserializer())) {
				return Set.of();
			}
			names.add(property.getName());
		}
		return names;
	}

}
