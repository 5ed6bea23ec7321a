package io.jobqueue.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Creates exceptions for refused values. The analyzer of Spring Boot adds the origin of
 * the value.
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	public static RuntimeException invalid(String key, @Nullable Object value, String rule) {
		return new InvalidConfigurationPropertyValueException(key, value, reason(key, value, rule));
	}

	public static RuntimeException invalid(String key, @Nullable Object value, String rule, String remedy) {
		return new InvalidConfigurationPropertyValueException(key, value, reason(key, value, rule) + ". " + remedy);
	}

	private static String reason(String key, @Nullable Object value, String rule) {
		String text = ValueText.of(value);
		boolean unset = value == null || text.isEmpty() || text.equals("[]");
		return unset ? "%s %s, but is not set".formatted(key, rule) : "%s %s, but was %s".formatted(key, rule, text);
	}

}
