package io.jobqueue.store.jdbc.statistics;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import io.jobqueue.store.statistics.AttemptSums;

/**
 * The stored form of the sums of all tasks of a queue in one period. Names of tasks have
 * no separator in them.
 */
final class PeriodText {

	private static final char UNIT = '\u001f';

	private static final char ENTRY = '\u001e';

	private PeriodText() {
	}

	static String write(Map<String, AttemptSums> tasks) {
		StringJoiner text = new StringJoiner(String.valueOf(ENTRY));
		tasks.forEach((task, sums) -> text.add(task + UNIT + sums.write()));
		return text.toString();
	}

	static Map<String, AttemptSums> read(String text) {
		Map<String, AttemptSums> tasks = new TreeMap<>();
		read(text, tasks::put);
		return tasks;
	}

	static void read(String text, BiConsumer<String, AttemptSums> reader) {
		int at = 0;
		while (at < text.length()) {
			int entry = text.indexOf(ENTRY, at);
			int end = (entry >= 0) ? entry : text.length();
			int unit = text.indexOf(UNIT, at);
			reader.accept(text.substring(at, unit), AttemptSums.read(text.substring(unit + 1, end)));
			at = end + 1;
		}
	}

}
