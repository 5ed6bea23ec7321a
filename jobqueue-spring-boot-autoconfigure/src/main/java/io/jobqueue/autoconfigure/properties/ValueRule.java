package io.jobqueue.autoconfigure.properties;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;
import io.jobqueue.store.jdbc.schema.TablePrefix;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** A rule for the values of a property. */
@FunctionalInterface
public interface ValueRule {

	/**
	 * Check a value.
	 * @return the violated condition, {@code null} if the value is valid
	 */
	@Nullable String broken(Object value);

	/** Return a rule for a positive number with a maximum. */
	static ValueRule positive(long most) {
		return (value) -> (number(value) < 1) ? "must be positive" : atMost(number(value), most);
	}

	/** Return a rule for a number that is not negative, with a maximum. */
	static ValueRule notNegative(long most) {
		return (value) -> (number(value) < 0) ? "must not be negative" : atMost(number(value), most);
	}

	/** Return a rule for a number within inclusive bounds. */
	static ValueRule between(double least, double most) {
		return (value) -> {
			double number = ((Number) value).doubleValue();
			return (number >= least && number <= most) ? null : "must be from %s to %s".formatted(least, most);
		};
	}

	/** Return a rule for a size of at least one byte. */
	static ValueRule sizeUpTo(DataSize most) {
		return (value) -> {
			DataSize size = (DataSize) value;
			if (size.toBytes() < 1) {
				return "must be positive";
			}
			return (size.compareTo(most) > 0) ? "must be at most %s".formatted(ValueText.of(most)) : null;
		};
	}

	/** Return a rule for a size within inclusive bounds. */
	static ValueRule sizeBetween(DataSize least, DataSize most) {
		return (value) -> (((DataSize) value).compareTo(least) < 0)
				? "must be at least %s".formatted(ValueText.of(least)) : sizeUpTo(most).broken(value);
	}

	/** Return a rule for a name of a queue, which is a part of keys in a store. */
	static ValueRule name() {
		return name(100);
	}

	/** Return a rule for a name of the characters of queue names. */
	static ValueRule name(int longest) {
		String condition = "must consist of 1 to %d letters, digits, '.', '_' and '-'".formatted(longest);
		return (value) -> {
			try {
				return (Names.requireQueue(value.toString()).length() > longest) ? condition : null;
			}
			catch (InvalidJobException ex) {
				return condition;
			}
		};
	}

	/** Return a rule for the prefix of table names. */
	static ValueRule tablePrefix() {
		return (value) -> TablePrefix.isValid(value.toString()) ? null
				: "must be 1 to 40 letters, digits and '_', not beginning with a digit, "
						+ "after the name of a schema and '.' if they are in another one";
	}

	/** Return a rule for the switch of the dashboard, which is a module of its own. */
	static ValueRule dashboard() {
		return (value) -> {
			boolean present = ClassUtils.isPresent("io.jobqueue.dashboard.DashboardAct",
					ValueRule.class.getClassLoader());
			return (!Boolean.TRUE.equals(value) || present) ? null
					: "can be true only with the dependency io.jobqueue:jobqueue-dashboard";
		};
	}

	/** Return a rule for a path of a web page. */
	static ValueRule path() {
		return (value) -> value.toString().matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+") ? null
				: "must begin with '/', not end with it, and consist of letters, digits, '.', '_' and '-' between";
	}

	/** Return a rule for a text that is not blank. */
	static ValueRule text() {
		return (value) -> value.toString().isBlank() ? "must not be blank" : null;
	}

	private static long number(Object value) {
		return ((Number) value).longValue();
	}

	private static @Nullable String atMost(long value, long most) {
		return (value > most) ? "must be at most %d".formatted(most) : null;
	}

	/**
	 * A duration within inclusive bounds.
	 *
	 * @param least the minimum
	 * @param most the maximum
	 * @param zero whether zero is valid too
	 */
	record Between(Duration least, Duration most, boolean zero) implements ValueRule {

		@Override
		public @Nullable String broken(Object value) {
			Duration duration = (Duration) value;
			if (this.zero && duration.isZero()) {
				return null;
			}
			if (this.zero && duration.isNegative()) {
				return "must not be negative";
			}
			if (duration.compareTo(this.least) < 0) {
				return "must be %sat least %s".formatted(this.zero ? "0 or " : "", DurationText.of(this.least));
			}
			return (duration.compareTo(this.most) > 0) ? "must be at most %s".formatted(DurationText.of(this.most))
					: null;
		}

	}

}
