package io.jobqueue.autoconfigure.properties;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The keys under {@code jobqueue}, derived from the property records. A pattern is a key
 * without the prefix. It has {@code *} in place of a name that the application chooses:
 * {@code worker.poll-interval}, {@code queues.*.concurrency}.
 */
final class PropertyKeys {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("jobqueue");

	static final String ANY = "*";

	/** Patterns, each as its elements, in the order of their declaration. */
	static final List<List<String>> PATTERNS = patterns();

	private PropertyKeys() {
	}

	/** Return the pattern of a key below the prefix. */
	static String pattern(ConfigurationPropertyName name) {
		List<String> elements = elements(name);
		List<String> pattern = PATTERNS.stream().filter((each) -> matches(each, elements)).findFirst().orElse(null);
		if (pattern != null) {
			return String.join(".", pattern);
		}
		if (elements.size() > 1 && hasNames(elements.get(0))) {
			elements.set(1, ANY);
		}
		return String.join(".", elements);
	}

	private static boolean matches(List<String> pattern, List<String> elements) {
		return pattern.size() == elements.size() && IntStream.range(0, pattern.size())
			.allMatch((i) -> pattern.get(i).equals(ANY) || pattern.get(i).equals(elements.get(i)));
	}

	/** Return whether a key of this form exists. */
	static boolean exists(ConfigurationPropertyName name) {
		String pattern = pattern(name);
		return PATTERNS.stream().anyMatch((each) -> String.join(".", each).equals(pattern));
	}

	/** Return whether the keys with this first element have a name after it. */
	static boolean hasNames(String first) {
		return PATTERNS.stream()
			.anyMatch((each) -> each.size() > 1 && each.get(0).equals(first) && each.get(1).equals(ANY));
	}

	/**
	 * Return the elements of a key, without those of the prefix. Names are as they are
	 * written, because they are case-sensitive.
	 */
	static List<String> elements(ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>();
		int last = name.getNumberOfElements() - 1;
		for (int i = PREFIX.getNumberOfElements(); i <= last; i++) {
			boolean isName = i < last && !elements.isEmpty() && hasNames(elements.get(0));
			elements.add(name.getElement(i, isName ? Form.ORIGINAL : Form.DASHED));
		}
		return elements;
	}

	private static List<List<String>> patterns() {
		List<List<String>> patterns = new ArrayList<>();
		collect(JobQueueProperties.class, List.of(), patterns);
		return List.copyOf(patterns);
	}

	private static void collect(Class<?> properties, List<String> parent, List<List<String>> patterns) {
		for (RecordComponent component : properties.getRecordComponents()) {
			List<String> path = with(parent, DataObjectPropertyName.toDashedForm(component.getName()));
			Type type = component.getGenericType();
			Class<?> values = ResolvableType.forType(type).as(Map.class).getGeneric(1).resolve(component.getType());
			if (values != component.getType()) {
				path = with(path, ANY);
			}
			if (values.isRecord()) {
				collect(values, path, patterns);
			}
			else {
				patterns.add(path);
			}
		}
	}

	private static List<String> with(List<String> path, String element) {
		List<String> longer = new ArrayList<>(path);
		longer.add(element);
		return List.copyOf(longer);
	}

}
