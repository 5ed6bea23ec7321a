package io.jobqueue.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A target for the median of a measure: for the library alone, or beside a contender in
 * the same rounds.
 *
 * @param bound the minimum or the maximum
 * @param least whether the bound is the minimum
 * @param beside how the library is compared
 * @param other the name of the contender, {@code null} for the library alone
 */
public record Target(double bound, boolean least, Beside beside, @Nullable String other) {

	/** For the library alone. */
	public static Target atLeast(double bound) {
		return new Target(bound, true, Beside.NOTHING, null);
	}

	/** For the library alone. */
	public static Target atMost(double bound) {
		return new Target(bound, false, Beside.NOTHING, null);
	}

	/** For the ratio to a contender. */
	public static Target ratioAtLeast(double bound, String other) {
		return new Target(bound, true, Beside.RATIO, other);
	}

	/** For the ratio to a contender. */
	public static Target ratioAtMost(double bound, String other) {
		return new Target(bound, false, Beside.RATIO, other);
	}

	/** For the difference to a contender, in the unit of the measure. */
	public static Target moreByAtMost(double bound, String other) {
		return new Target(bound, false, Beside.DIFFERENCE, other);
	}

	/** Return the target and whether it is met; empty if there is nothing to compare. */
	String verdict(Row row) {
		Row.Values values = switch (this.beside) {
			case NOTHING -> row.of(Programs.LIBRARY);
			case RATIO -> row.ratios(this.other);
			case DIFFERENCE -> row.differences(this.other);
		};
		if (values.isEmpty()) {
			return (this.other != null) ? "" : text() + ", not measured";
		}
		boolean met = this.least ? values.median() >= this.bound : values.median() <= this.bound;
		return text() + (met ? ", met" : ", **missed**");
	}

	private String text() {
		String sign = this.least ? "≥ " : "≤ ";
		return switch (this.beside) {
			case NOTHING -> sign + Row.number(this.bound);
			case RATIO -> sign + Row.number(this.bound) + " × " + this.other;
			case DIFFERENCE -> sign + this.other + " + " + Row.number(this.bound);
		};
	}

	/** How the library is compared with a contender. */
	enum Beside {

		NOTHING, RATIO, DIFFERENCE

	}

}
