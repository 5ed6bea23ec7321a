package io.jobqueue.benchmarks;

import java.util.List;

/**
 * A target for the median of a measure.
 *
 * @param bound the minimum or the maximum
 * @param least whether the bound is the minimum
 * @param ratio whether the bound applies to the ratio and not to the library alone
 */
public record Target(double bound, boolean least, boolean ratio) {

	/** For the ratio. */
	public static Target ratioAtLeast(double bound) {
		return new Target(bound, true, true);
	}

	/** For the ratio. */
	public static Target ratioAtMost(double bound) {
		return new Target(bound, false, true);
	}

	/** For the library alone. */
	public static Target atLeast(double bound) {
		return new Target(bound, true, false);
	}

	/** For the library alone. */
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
