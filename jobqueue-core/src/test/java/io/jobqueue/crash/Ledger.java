package io.jobqueue.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was dispatched, and what worker processes did, as lines of a file outside the
 * store. Each entry is written in append mode, so many processes share the file, and what
 * was written survives their death.
 */
record Ledger(Path file) {

	enum Event {

		/** Its dispatch returned. */
		DISPATCHED,
		/** Its dispatch returned, in a transaction that never commits. */
		ROLLED_BACK,
		/** A worker called its handler. */
		START,
		/** Its handler returned. */
		END,
		/** Its handler was interrupted. */
		INTERRUPTED,
		/** Its worker heard from the store that its end is stored. */
		STORED,
		/** Its worker heard that it is not its own any more. */
		LOST,
		/** Its handler goes on although it was interrupted. */
		ABANDONED,
		/** The failure handler was called. */
		DEAD_LETTER

	}

	/**
	 * A line.
	 *
	 * @param worker who wrote it
	 * @param delivery the delivery it was about, 0 where none is known
	 * @param time by the clock of the machine
	 */
	record Entry(Event event, String job, String worker, int delivery, Instant time) {

		private static Entry parse(String line) {
			String[] fields = line.split(" ");
			return new Entry(Event.valueOf(fields[0]), fields[1], fields[2], Integer.parseInt(fields[3]),
					Instant.ofEpochMilli(Long.parseLong(fields[4])));
		}

	}

	void write(Event event, String job, String worker, int delivery) {
		write(event, List.of(job), worker, delivery);
	}

	void write(Event event, Collection<String> jobs, String worker, int delivery) {
		String rest = " " + worker + " " + delivery + " " + System.currentTimeMillis() + "\n";
		String lines = jobs.stream().map((job) -> event + " " + job + rest).collect(Collectors.joining());
		try {
			Files.writeString(this.file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Entry> entries() {
		try {
			String text = Files.exists(this.file) ? Files.readString(this.file) : "";
			// A line that is being written counts when it is whole.
			String whole = text.substring(0, text.lastIndexOf('\n') + 1);
			return whole.isEmpty() ? List.of() : Arrays.stream(whole.split("\n")).map(Entry::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Entry> entries(Event event) {
		return entries().stream().filter((entry) -> entry.event() == event).toList();
	}

	/** The jobs that met an event. */
	Set<String> jobs(Event event) {
		return entries(event).stream().map(Entry::job).collect(Collectors.toSet());
	}

	/** The jobs that met an event on a worker. */
	Set<String> jobs(Event event, String worker) {
		return entries(event).stream()
			.filter((entry) -> entry.worker().equals(worker))
			.map(Entry::job)
			.collect(Collectors.toSet());
	}

}
