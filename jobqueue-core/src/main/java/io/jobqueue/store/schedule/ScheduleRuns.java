package io.jobqueue.store.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * The stored form of the notes of a schedule: an entry for each tick, the newest first,
 * with the tick, the time of the decision, a letter and the id of the job.
 */
public final class ScheduleRuns {

	private static final String UNIT = String.valueOf(StoredFields.UNIT);

	private static final String ENTRY = String.valueOf(StoredFields.ENTRY);

	private static final int FIELDS = 4;

	private static final Map<Outcome, String> LETTERS = Map.of(Outcome.FIRED, "F", Outcome.SKIPPED, "S",
			Outcome.WAITING, "W", Outcome.MISSED, "X");

	private ScheduleRuns() {
	}

	/**
	 * Add notes.
	 * @param before the notes, the newest first
	 * @param added further ones, the newest last
	 * @return those that are kept, the newest first
	 */
	public static List<Run> add(List<Run> before, List<Run> added) {
		List<Run> newest = new ArrayList<>(added);
		Collections.reverse(newest);
		return Stream.concat(newest.stream(), before.stream()).limit(StoredSchedule.RUNS).toList();
	}

	/** The text of notes. */
	public static String write(List<Run> runs) {
		return String.join(ENTRY, runs.stream().map(ScheduleRuns::entry).toList());
	}

	private static String entry(Run run) {
		JobId job = run.job();
		return String.join(UNIT, Long.toString(run.tick().toEpochMilli()), Long.toString(run.at().toEpochMilli()),
				LETTERS.getOrDefault(run.outcome(), ""), (job != null) ? job.value() : "");
	}

	/** Read what {@link #write} wrote. Entries of another release are left out. */
	public static List<Run> read(String text) {
		List<Run> runs = new ArrayList<>();
		for (String entry : text.isEmpty() ? new String[0] : text.split(ENTRY)) {
			String[] fields = entry.split(UNIT, -1);
			Outcome outcome = (fields.length >= FIELDS) ? outcome(fields[2]) : null;
			if (outcome != null) {
				runs.add(new Run(Instant.ofEpochMilli(Long.parseLong(fields[0])),
						Instant.ofEpochMilli(Long.parseLong(fields[1])), outcome,
						fields[3].isEmpty() ? null : JobId.of(fields[3])));
			}
		}
		return runs;
	}

	/** The outcome of a letter, {@code null} for one of another release. */
	public static @Nullable Outcome outcome(String letter) {
		return LETTERS.entrySet()
			.stream()
			.filter((each) -> each.getValue().equals(letter))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

}
