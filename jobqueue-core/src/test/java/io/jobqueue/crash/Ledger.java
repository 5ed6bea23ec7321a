package io.jobqueue.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What worker processes did, as lines of a file. Each entry is one write in append mode,
 * so many processes share the file, and what was written survives their death.
 */
record Ledger(Path file) {

	enum Event {

		START, END, INTERRUPTED, DEAD_LETTER

	}

	record Entry(Event event, String job, String worker, Instant time) {

		private static Entry parse(String line) {
			String[] fields = line.split(" ");
			return new Entry(Event.valueOf(fields[0]), fields[1], fields[2],
					Instant.ofEpochMilli(Long.parseLong(fields[3])));
		}

	}

	void write(Event event, String job, String worker) {
		String line = event + " " + job + " " + worker + " " + System.currentTimeMillis() + "\n";
		try {
			Files.writeString(this.file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Entry> entries() {
		try {
			return Files.exists(this.file) ? Files.readAllLines(this.file).stream().map(Entry::parse).toList()
					: List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Entry> entries(Event event) {
		return entries().stream().filter((entry) -> entry.event() == event).toList();
	}

	/** How often each job met an event. */
	Map<String, Long> counts(Event event) {
		return entries(event).stream().collect(Collectors.groupingBy(Entry::job, Collectors.counting()));
	}

}
