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

	/** The stores count in milliseconds: less would be nothing. */
	private static final Duration LEAST = Duration.ofMillis(1);

	private PropertyChecks() {
	}

	static int requirePositive(String key, int value, int most) {
		if (value < 1) {
			throw invalid(key, value, "must be positive");
		}
		return (int) requireAtMost(key, value, most);
	}

	static long requireNotNegative(String key, long value, long most) {
		if (value < 0) {
			throw invalid(key, value, "must not be negative");
		}
		return requireAtMost(key, value, most);
	}

	private static long requireAtMost(String key, long value, long most) {
		if (value > most) {
			throw invalid(key, value, "must be at most %d".formatted(most));
		}
		return value;
	}

	static double requireBetween(String key, double value, double min, double max) {
		if (!(value >= min && value <= max)) {
			throw invalid(key, value, "must be from %s to %s".formatted(min, max));
		}
		return value;
	}

	static long requirePositive(String key, DataSize value, DataSize most) {
		if (value.toBytes() < 1) {
			throw invalid(key, value, "must be positive");
		}
		if (value.compareTo(most) > 0) {
			throw invalid(key, value, "must be at most %s".formatted(text(most)));
		}
		return value.toBytes();
	}

	static Duration requirePositive(String key, Duration value, Duration longest) {
		if (value.isZero() || value.isNegative()) {
			throw invalid(key, value, "must be positive");
		}
		return requireAtMost(key, requireAtLeast(key, value, LEAST), longest);
	}

	static Duration requireNotNegative(String key, Duration value, Duration longest) {
		if (value.isNegative()) {
			throw invalid(key, value, "must not be negative");
		}
		return requireAtMost(key, value.isZero() ? value : requireAtLeast(key, value, LEAST), longest);
	}

	static Duration requireAtLeast(String key, Duration value, Duration shortest) {
		if (value.compareTo(shortest) < 0) {
			throw invalid(key, value, "must be at least %s".formatted(text(shortest)));
		}
		return value;
	}

	static Duration requireAtMost(String key, Duration value, Duration longest) {
		if (value.compareTo(longest) > 0) {
			throw invalid(key, value, "must be at most %s".formatted(text(longest)));
		}
		return value;
	}

	/** In the form in which it can be written as a value. */
	private static String text(Duration duration) {
		if (duration.toDays() > 0) {
			return "%s (%d days)".formatted(duration, duration.toDays());
		}
		return (duration.toSeconds() > 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

	private static String text(DataSize size) {
		if (size.toBytes() == 0 || size.toBytes() % 1024 != 0) {
			return size.toBytes() + "B";
		}
		return (size.toKilobytes() % 1024 != 0) ? size.toKilobytes() + "KB" : size.toMegabytes() + "MB";
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
				"%s %s, but was %s".formatted(key, rule, (value instanceof DataSize size) ? text(size) : value));
	}

}
