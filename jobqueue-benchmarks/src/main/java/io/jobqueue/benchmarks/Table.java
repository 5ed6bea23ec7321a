package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The results in Markdown: one row per measure and one column per contender, with median
 * and extremes of the rounds. The ratio compares the library with the best of the others,
 * within a round.
 */
final class Table {

	private static final List<Integer> WIDTHS = List.of(46, 27);

	private final List<String> contenders;

	private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

	private final Map<String, String> notes = new LinkedHashMap<>();

	Table(List<String> contenders) {
		this.contenders = List.copyOf(contenders);
	}

	void add(String measure, String contender, double value) {
		this.rows.computeIfAbsent(measure, (name) -> new LinkedHashMap<>())
			.computeIfAbsent(contender, (name) -> new ArrayList<>())
			.add(value);
	}

	/**
	 * Show a text for a measure instead of its target, for instance the reason why there
	 * is none.
	 */
	void note(String measure, String text) {
		this.rows.computeIfAbsent(measure, (name) -> new LinkedHashMap<>());
		this.notes.put(measure, text);
	}

	/** Remove all values, because they belong to the warm-up. */
	void clear() {
		this.rows.clear();
		this.notes.clear();
	}

	String print(Map<String, Target> targets) {
		List<String> header = new ArrayList<>(List.of("median (min–max)"));
		header.addAll(this.contenders);
		header.add((this.contenders.size() > 2) ? "ratio to the best other" : "ratio");
		header.add("target");
		List<String> rule = header.stream().map((column) -> "---").toList();
		StringBuilder text = new StringBuilder(line(header)).append(line(rule));
		this.rows.forEach((measure, values) -> text.append(line(cells(measure, values, targets.get(measure)))));
		return text.toString();
	}

	private List<String> cells(String measure, Map<String, List<Double>> values, @Nullable Target target) {
		List<Double> ratios = ratios(measure, values);
		List<Double> own = values.getOrDefault(Programs.LIBRARY, List.of());
		List<String> cells = new ArrayList<>(List.of(measure));
		this.contenders.forEach((contender) -> cells.add(range(values.getOrDefault(contender, List.of()))));
		cells.add(range(ratios));
		cells.add((target != null) ? target.verdict(own, ratios) : this.notes.getOrDefault(measure, ""));
		return cells;
	}

	private List<Double> ratios(String measure, Map<String, List<Double>> values) {
		List<Double> own = values.getOrDefault(Programs.LIBRARY, List.of());
		boolean moreIsBetter = measure.endsWith("jobs/s");
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < own.size(); round++) {
			int index = round;
			List<Double> others = values.entrySet()
				.stream()
				.filter((entry) -> !entry.getKey().equals(Programs.LIBRARY) && entry.getValue().size() > index)
				.map((entry) -> entry.getValue().get(index))
				.filter((value) -> value > 0)
				.sorted()
				.toList();
			if (!others.isEmpty()) {
				ratios.add(own.get(round) / others.get(moreIsBetter ? others.size() - 1 : 0));
			}
		}
		return ratios;
	}

	private static String line(List<String> cells) {
		List<String> padded = new ArrayList<>();
		for (int i = 0; i < cells.size(); i++) {
			int width = WIDTHS.get(Math.min(i, WIDTHS.size() - 1));
			padded.add((i < cells.size() - 1) ? String.format(Locale.ROOT, "%-" + width + "s", cells.get(i))
					: cells.get(i));
		}
		return padded.stream().collect(Collectors.joining(" | ", "| ", " |" + System.lineSeparator()));
	}

	private static String range(List<Double> values) {
		if (values.isEmpty()) {
			return "–";
		}
		List<Double> sorted = values.stream().sorted().toList();
		return "%s (%s–%s)".formatted(number(median(values)), number(sorted.get(0)),
				number(sorted.get(sorted.size() - 1)));
	}

	static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 100) ? "%,.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

}
