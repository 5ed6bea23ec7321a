package io.jobqueue.benchmarks;

import java.util.List;

/**
 * What the median of a measure should be.
 *
 * @param bound the least or the most
 * @param least whether it is the least
 * @param ratio whether that is of the ratio and not of the library alone
 */
public record Target(double bound, boolean least, boolean ratio) {

	/** Of the ratio. */
	public static Target ratioAtLeast(double bound) {
		return new Target(bound, true, true);
	}

	/** Of the ratio. */
	public static Target ratioAtMost(double bound) {
		return new Target(bound, false, true);
	}

	/** Of the library alone. */
	public static Target atLeast(double bound) {
		return new Target(bound, true, false);
	}

	/** Of the library alone. */
	public static Target atMost(double bound) {
		return new Target(bound, false, false);
	}

	String verdict(List<Double> own, List<Double> ratios) {
		List<Double> values = this.ratio ? ratios : own;
		if (values.isEmpty()) {
			return "not measured";
		}
		double median = Table.median(values);
		boolean met = this.least ? median >= this.bound : median <= this.bound;
		return (this.ratio ? "ratio " : "") + (this.least ? "≥ " : "≤ ") + this.bound
				+ (met ? ", met" : ", **missed**");
	}

}
