package io.jobqueue.store.limit;

import java.time.Duration;

import io.jobqueue.Limit;
import io.jobqueue.Rate;

import org.jspecify.annotations.Nullable;

/**
 * The bound of a limit, with its sources. The value of an operator replaces that of the
 * configuration as a whole.
 *
 * @param configured the value of the configuration, {@code null} for none
 * @param origin the application that has configured it, {@code null} for none
 * @param operator the value of an operator, {@code null} for none
 */
public record Bound(@Nullable Limit configured, @Nullable String origin, @Nullable Limit operator) {

	/** No value. */
	static final Bound NONE = new Bound(null, null, null);

	/** Separates the parts of a stored bound. No part has it. */
	private static final char PART = '\u001c';

	private static final String ABSENT = "-";

	/** Return the value that applies. */
	public Limit effective() {
		return (this.operator != null) ? this.operator : (this.configured != null) ? this.configured : Limit.NONE;
	}

	boolean isEmpty() {
		return this.configured == null && this.operator == null;
	}

	Bound withConfigured(@Nullable Limit limit, @Nullable String application) {
		return new Bound(limit, (limit != null) ? application : null, this.operator);
	}

	Bound withOperator(@Nullable Limit limit) {
		return new Bound(this.configured, this.origin, limit);
	}

	String write(String name) {
		return name + PART + write(this.configured) + PART + ((this.origin != null) ? this.origin : "") + PART
				+ write(this.operator);
	}

	private static String write(@Nullable Limit limit) {
		if (limit == null) {
			return "";
		}
		Rate rate = limit.rate();
		return ((limit.maxRunning() != null) ? limit.maxRunning() : ABSENT) + "|"
				+ ((rate != null) ? rate.count() + "/" + rate.per().toMillis() : ABSENT);
	}

	static String name(String text) {
		return text.substring(0, text.indexOf(PART));
	}

	static Bound read(String text) {
		String[] parts = text.split(String.valueOf(PART), 5);
		return new Bound(readLimit(parts[1]), parts[2].isEmpty() ? null : parts[2], readLimit(parts[3]));
	}

	private static @Nullable Limit readLimit(String text) {
		if (text.isEmpty()) {
			return null;
		}
		int sign = text.indexOf('|');
		String max = text.substring(0, sign);
		String rate = text.substring(sign + 1);
		return new Limit(max.equals(ABSENT) ? null : Integer.valueOf(max), rate.equals(ABSENT) ? null : rate(rate));
	}

	private static Rate rate(String text) {
		int sign = text.indexOf('/');
		return new Rate(Integer.parseInt(text.substring(0, sign)),
				Duration.ofMillis(Long.parseLong(text.substring(sign + 1))));
	}

}
