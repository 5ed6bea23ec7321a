package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

import org.jspecify.annotations.Nullable;

/** What was measured of each contender for one measure, round by round. */
final class Row {

	private final Map<String, List<Double>> values = new LinkedHashMap<>();

	void add(String contender, double value) {
		this.values.computeIfAbsent(contender, (name) -> new ArrayList<>()).add(value);
	}

	Values of(@Nullable String contender) {
		return new Values(this.values.getOrDefault(contender, List.of()));
	}

	/** The library divided by another contender, within each round. */
	Values ratios(@Nullable String other) {
		return compare(other, (own, value) -> own / value);
	}

	/** The library less another contender, within each round. */
	Values differences(@Nullable String other) {
		return compare(other, (own, value) -> own - value);
	}

	private Values compare(@Nullable String other, DoubleBinaryOperator operator) {
		List<Double> own = of(Programs.LIBRARY).each;
		List<Double> others = of(other).each;
		List<Double> compared = new ArrayList<>();
		for (int round = 0; round < Math.min(own.size(), others.size()); round++) {
			if (others.get(round) > 0) {
				compared.add(operator.applyAsDouble(own.get(round), others.get(round)));
			}
		}
		return new Values(compared);
	}

	static String number(double value) {
		String format = (Math.abs(value) >= 100) ? "%,.0f" : (Math.abs(value) >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

	/**
	 * Values of several rounds.
	 *
	 * @param each one a round
	 */
	record Values(List<Double> each) {

		Values {
			each = List.copyOf(each);
		}

		boolean isEmpty() {
			return this.each.isEmpty();
		}

		double median() {
			return this.each.stream().sorted().toList().get(this.each.size() / 2);
		}

		/** Median, least and greatest. */
		@Override
		public String toString() {
			if (isEmpty()) {
				return "–";
			}
			List<Double> sorted = this.each.stream().sorted().toList();
			return "%s (%s–%s)".formatted(number(median()), number(sorted.get(0)),
					number(sorted.get(sorted.size() - 1)));
		}

	}

}
