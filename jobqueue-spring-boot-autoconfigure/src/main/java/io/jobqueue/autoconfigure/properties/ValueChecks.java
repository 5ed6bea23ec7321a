package io.jobqueue.autoconfigure.properties;

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
 * Checks each value under {@code jobqueue} while it is bound, when its key and its origin
 * are known. It also refuses small numbers without a unit for durations and sizes. Spring
 * Boot reads {@code 30} as 30 milliseconds or 30 bytes, which is rarely intended.
 */
public final class ValueChecks extends AbstractBindHandler {

	private static final Pattern NUMBER = Pattern.compile("\\s*\\+?\\d+\\s*");

	/** For these keys, values of some hundred milliseconds are common. */
	private static final Set<String> SHORT = Set.of("poll-interval", "sample-interval", "interrupt-grace", "delay");

	public ValueChecks(BindHandler parent) {
		super(parent);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (PropertyKeys.PREFIX.isAncestorOf(name) && property != null && name.equals(property.getName())) {
			ValueRule rule = PropertyRules.of(PropertyKeys.pattern(name));
			if (NUMBER.matcher(String.valueOf(property.getValue())).matches()) {
				requireUnit(name, property, rule, result);
			}
			String broken = (rule != null) ? rule.broken(result) : null;
			if (broken != null) {
				throw PropertyChecks.invalid(name.toString(), result, broken);
			}
		}
		return super.onSuccess(name, target, context, result);
	}

	private static void requireUnit(ConfigurationPropertyName name, ConfigurationProperty property,
			@Nullable ValueRule rule, Object result) {
		if (result instanceof Duration duration && isTooShort(name, duration)) {
			throw refused(name, property, "milliseconds", "s", isBroken(rule, duration) ? "" : "ms");
		}
		if (result instanceof DataSize size && size.toBytes() > 0 && size.toKilobytes() < 1) {
			throw refused(name, property, "bytes", "KB", isBroken(rule, size) ? "" : "B");
		}
	}

	private static boolean isBroken(@Nullable ValueRule rule, Object value) {
		return rule != null && rule.broken(value) != null;
	}

	private static boolean isTooShort(ConfigurationPropertyName name, Duration duration) {
		long least = SHORT.contains(name.getLastElement(ConfigurationPropertyName.Form.DASHED)) ? 100 : 1000;
		return !duration.isZero() && duration.toMillis() < least;
	}

	/**
	 * Create the exception. It proposes only units with which the value would be
	 * accepted.
	 */
	private static RuntimeException refused(ConfigurationPropertyName name, ConfigurationProperty property,
			String readAs, String likely, String literal) {
		String number = String.valueOf(property.getValue()).strip();
		String other = literal.isEmpty() ? "" : ", or %s%s if that is meant".formatted(number, literal);
		return new InvalidConfigurationPropertyValueException(name.toString(), property.getValue(),
				"%s has no unit: %s was read as %s %s. Write %s%s%s".formatted(name, number, number, readAs, number,
						likely, other));
	}

}
