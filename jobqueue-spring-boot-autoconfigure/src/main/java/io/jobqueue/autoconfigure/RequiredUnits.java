package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Refuses small numbers without a unit where jobqueue expects a duration or a size:
 * Spring Boot reads {@code 30} as 30 milliseconds or 30 bytes, and nobody means that.
 */
final class RequiredUnits extends AbstractBindHandler {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("jobqueue");

	private static final Pattern NUMBER = Pattern.compile("\\s*\\+?\\d+\\s*");

	/** Of these some hundred milliseconds are usual. */
	private static final Set<String> SHORT = Set.of("poll-interval", "sample-interval", "interrupt-grace", "delay");

	RequiredUnits(BindHandler parent) {
		super(parent);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (PREFIX.isAncestorOf(name) && property != null && name.equals(property.getName())
				&& NUMBER.matcher(String.valueOf(property.getValue())).matches()) {
			if (result instanceof Duration duration && isTooShort(name, duration)) {
				throw refused(name, property, "milliseconds", "s", "ms");
			}
			if (result instanceof DataSize size && size.toBytes() > 0 && size.toKilobytes() < 1) {
				throw refused(name, property, "bytes", "KB", "B");
			}
		}
		return super.onSuccess(name, target, context, result);
	}

	private static boolean isTooShort(ConfigurationPropertyName name, Duration duration) {
		long least = SHORT.contains(name.getLastElement(ConfigurationPropertyName.Form.DASHED)) ? 100 : 1000;
		return !duration.isZero() && duration.toMillis() < least;
	}

	private static RuntimeException refused(ConfigurationPropertyName name, ConfigurationProperty property,
			String readAs, String likely, String literal) {
		String number = String.valueOf(property.getValue()).strip();
		return new InvalidConfigurationPropertyValueException(name.toString(), property.getValue(),
				"%s has no unit: %s was read as %s %s. Write %s%s, or %s%s if that is meant".formatted(name, number,
						number, readAs, number, likely, number, literal));
	}

}
