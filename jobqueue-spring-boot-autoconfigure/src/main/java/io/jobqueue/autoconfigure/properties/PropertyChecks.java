package io.jobqueue.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Refusals of values. Boot's own analyzer adds to the message where the value comes from.
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	public static RuntimeException invalid(String key, @Nullable Object value, String rule) {
		return new InvalidConfigurationPropertyValueException(key, value,
				"%s %s, but was %s".formatted(key, rule, ValueText.of(value)));
	}

}
