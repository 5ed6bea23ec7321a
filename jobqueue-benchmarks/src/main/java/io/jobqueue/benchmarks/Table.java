package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was measured, one row a measure and one column a contender, median and extremes of
 * the rounds. Ratios are made inside a round.
 */
final class Table {

	private static final String LINE = "%-40s %-28s %-28s %-22s %s%n";

	private final Map<String, Row> rows = new LinkedHashMap<>();

	void add(String measure, boolean ceiling, double value) {
		Row row = this.rows.computeIfAbsent(measure, (name) -> new Row(new ArrayList<>(), new ArrayList<>()));
		(ceiling ? row.ceiling() : row.library()).add(value);
	}

	/** Forget all: what came so far was to warm up. */
	void clear() {
		this.rows.clear();
	}

	String print(Map<String, Target> targets) {
		StringBuilder text = new StringBuilder(line("median (min-max)", "ceiling", "library", "ratio", "target"));
		this.rows.forEach((measure, row) -> {
			Target target = targets.get(measure);
			text.append(line(measure, range(row.ceiling()), range(row.library()), range(row.ratios()),
					(target != null) ? target.verdict(row) : ""));
		});
		return text.toString();
	}

	private static String line(String measure, String ceiling, String library, String ratio, String target) {
		return String.format(Locale.ROOT, LINE, measure, ceiling, library, ratio, target).stripTrailing()
				+ System.lineSeparator();
	}

	private static String range(List<Double> values) {
		if (values.isEmpty()) {
			return "-";
		}
		List<Double> sorted = values.stream().sorted().toList();
		return "%s (%s-%s)".formatted(number(median(values)), number(sorted.get(0)),
				number(sorted.get(sorted.size() - 1)));
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 100) ? "%,.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

	/**
	 * The samples of a measure.
	 *
	 * @param ceiling those of the ceiling
	 * @param library those of the library
	 */
	record Row(List<Double> ceiling, List<Double> library) {

		List<Double> ratios() {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < Math.min(this.ceiling.size(), this.library.size()) && this.ceiling.get(i) > 0; i++) {
				ratios.add(this.library.get(i) / this.ceiling.get(i));
			}
			return ratios;
		}

	}

	/**
	 * What a measure should be.
	 *
	 * @param least the least, {@code null} if there is none
	 * @param most the most, {@code null} if there is none
	 * @param ratio whether that is of the ratio and not of the library alone
	 */
	record Target(@Nullable Double least, @Nullable Double most, boolean ratio) {

		static Target ratioAtLeast(double least) {
			return new Target(least, null, true);
		}

		static Target ratioAtMost(double most) {
			return new Target(null, most, true);
		}

		static Target atMost(double most) {
			return new Target(null, most, false);
		}

		String verdict(Row row) {
			List<Double> values = this.ratio ? row.ratios() : row.library();
			if (values.isEmpty()) {
				return "";
			}
			double value = median(values);
			boolean met = (this.least == null || value >= this.least) && (this.most == null || value <= this.most);
			String bound = (this.least != null) ? ">= " + this.least : "<= " + this.most;
			return (this.ratio ? "ratio " : "") + bound + (met ? " met" : " MISSED");
		}

	}

}
