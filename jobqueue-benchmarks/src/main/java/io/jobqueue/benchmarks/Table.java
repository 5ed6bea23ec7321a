package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The results in Markdown: one row per measure and one column per contender, with median
 * and extremes of the rounds. A ratio compares the library with another contender, within
 * a round.
 */
final class Table {

	private static final List<Integer> WIDTHS = List.of(46, 27);

	private final List<String> contenders;

	private final List<String> others;

	private final Map<String, Row> rows = new LinkedHashMap<>();

	private final Map<String, String> notes = new LinkedHashMap<>();

	Table(List<String> contenders) {
		this.contenders = List.copyOf(contenders);
		this.others = contenders.stream().filter((contender) -> !contender.equals(Programs.LIBRARY)).toList();
	}

	void add(String measure, String contender, double value) {
		row(measure).add(contender, value);
	}

	private Row row(String measure) {
		return this.rows.computeIfAbsent(measure, (name) -> new Row());
	}

	/**
	 * Show a text for a measure instead of its target, for instance the reason why there
	 * is none.
	 */
	void note(String measure, String text) {
		row(measure);
		this.notes.put(measure, text);
	}

	/** Take the rows of some measures of another table. */
	void take(Table other, Predicate<String> measures) {
		other.rows.forEach((measure, row) -> {
			if (measures.test(measure)) {
				this.rows.put(measure, row);
			}
		});
	}

	/** Remove all values, because they belong to the warm-up. */
	void clear() {
		this.rows.clear();
		this.notes.clear();
	}

	String print(Map<String, List<Target>> targets) {
		List<String> header = new ArrayList<>(List.of("median (min–max)"));
		header.addAll(this.contenders);
		this.others.forEach((other) -> header.add((this.others.size() > 1) ? "ratio to " + other : "ratio"));
		header.add("target");
		List<String> rule = header.stream().map((column) -> "---").toList();
		StringBuilder text = new StringBuilder(line(header)).append(line(rule));
		this.rows.forEach(
				(measure, row) -> text.append(line(cells(measure, row, targets.getOrDefault(measure, List.of())))));
		return text.toString();
	}

	private List<String> cells(String measure, Row row, List<Target> targets) {
		List<String> cells = new ArrayList<>(List.of(measure));
		this.contenders.forEach((contender) -> cells.add(row.of(contender).toString()));
		this.others.forEach((other) -> cells.add(row.ratios(other).toString()));
		cells.add(this.notes.getOrDefault(measure,
				targets.stream()
					.map((target) -> target.verdict(row))
					.filter((verdict) -> !verdict.isEmpty())
					.collect(Collectors.joining("; "))));
		return cells;
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

}
