package io.jobqueue.autoconfigure;

import java.time.Duration;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Checks of single values. Boot's own analyzer adds to the message where the value comes
 * from.
 */
final class PropertyChecks {

	private PropertyChecks() {
	}

	static int requirePositive(String key, int value) {
		if (value < 1) {
			throw invalid(key, value, "must be positive");
		}
		return value;
	}

	static long requireNotNegative(String key, long value) {
		if (value < 0) {
			throw invalid(key, value, "must not be negative");
		}
		return value;
	}

	static double requireBetween(String key, double value, double min, double max) {
		if (!(value >= min && value <= max)) {
			throw invalid(key, value, "must be from %s to %s".formatted(min, max));
		}
		return value;
	}

	static long requirePositive(String key, DataSize value) {
		if (value.toBytes() < 1) {
			throw invalid(key, value, "must be positive");
		}
		return value.toBytes();
	}

	static long requireAtMost(String key, DataSize value, DataSize largest) {
		if (value.compareTo(largest) > 0) {
			throw invalid(key, value, "must be at most %s".formatted(largest));
		}
		return requirePositive(key, value);
	}

	static Duration requirePositive(String key, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw invalid(key, value, "must be positive");
		}
		return value;
	}

	static Duration requireNotNegative(String key, Duration value) {
		if (value.isNegative()) {
			throw invalid(key, value, "must not be negative");
		}
		return value;
	}

	static Duration requireAtMost(String key, Duration value, Duration longest) {
		if (value.compareTo(longest) > 0) {
			throw invalid(key, value, "must be at most %s (%d days)".formatted(longest, longest.toDays()));
		}
		return value;
	}

	static void requireName(String key, String name) {
		try {
			Names.requireQueue(name);
		}
		catch (InvalidJobException ex) {
			throw invalid(key, name, "must consist of 1 to 100 letters, digits, '.', '_' and '-'");
		}
	}

	static RuntimeException invalid(String key, @Nullable Object value, String rule) {
		return new InvalidConfigurationPropertyValueException(key, value,
				"%s %s, but was %s".formatted(key, rule, value));
	}

}
