package io.jobqueue.serialization;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * The names of sensitive properties anywhere in a type. They serve to mask texts without
 * marks: those of other programs, and those that were stored before a property became
 * sensitive. Two properties of the same name are both masked.
 */
final class SensitiveNames {

	/** More types than an application has. Further ones are not cached. */
	private static final int MAX_CACHED = 1_000;

	private final JsonMapper mapper;

	private final Map<JavaType, Set<String>> cache = new ConcurrentHashMap<>();

	SensitiveNames(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** The names, which are equal to others in any case. */
	Set<String> of(JavaType type) {
		Set<String> known = this.cache.get(type);
		if (known != null) {
			return known;
		}
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		collect(type, names, new HashSet<>());
		if (this.cache.size() < MAX_CACHED) {
			this.cache.put(type, names);
		}
		return names;
	}

	private void collect(JavaType type, Set<String> names, Set<JavaType> seen) {
		if (!seen.add(type)) {
			return;
		}
		if (type.getContentType() != null) {
			collect(type.getContentType(), names, seen);
		}
		if (type.getReferencedType() != null) {
			collect(type.getReferencedType(), names, seen);
		}
		if (type.isContainerType() || type.isPrimitive() || type.isEnumType()) {
			return;
		}
		for (Iterator<PropertyWriter> properties = properties(type); properties.hasNext();) {
			PropertyWriter property = properties.next();
			if (property instanceof SensitiveProperties.Marked marked) {
				add(marked, names);
			}
			else {
				collect(property.getType(), names, seen);
			}
		}
		subtypes(type).forEach((subtype) -> collect(this.mapper.constructType(subtype.getType()), names, seen));
	}

	/** Names that only reading accepts are masked too. */
	private void add(BeanPropertyWriter property, Set<String> names) {
		names.add(property.getName());
		SerializationConfig config = this.mapper.serializationConfig();
		List<PropertyName> aliases = config.getAnnotationIntrospector()
			.findPropertyAliases(config, property.getMember());
		if (aliases != null) {
			aliases.forEach((alias) -> names.add(alias.getSimpleName()));
		}
	}

	private Iterator<PropertyWriter> properties(JavaType type) {
		try {
			return this.mapper._serializationContext().findValueSerializer(type).properties();
		}
		catch (JacksonException ex) {
			// Such a type cannot be written, so no text of it was stored.
			return Set.<PropertyWriter>of().iterator();
		}
	}

	private Collection<NamedType> subtypes(JavaType type) {
		SerializationConfig config = this.mapper.serializationConfig();
		return config.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(config,
					config.classIntrospectorInstance().introspectClassAnnotations(type));
	}

}
