package io.jobqueue.store.form;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * The attempts of a job in their stored form: an entry each, which begins with U+001E.
 * The parts of an entry are separated by U+001F: number, worker, start, end, letter of
 * the outcome, error. Further parts are those of another release; they are kept.
 *
 * @param entries the entries, the oldest first
 */
public record StoredHistory(List<String> entries) {

	/** No attempt. */
	public static final StoredHistory NONE = new StoredHistory(List.of());

	private static final String UNIT = String.valueOf(StoredFields.UNIT);

	private static final String ENTRY = String.valueOf(StoredFields.ENTRY);

	public StoredHistory {
		entries = List.copyOf(entries);
	}

	/**
	 * Read entries.
	 * @param text empty, or entries that begin with a separator each
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static StoredHistory read(String text) {
		if (text.isEmpty()) {
			return NONE;
		}
		if (text.charAt(0) != StoredFields.ENTRY) {
			throw new IllegalArgumentException("The history does not begin with a separator");
		}
		return new StoredHistory(List.of(text.substring(1).split(ENTRY, -1)));
	}

	/**
	 * With one more attempt.
	 * @param most how many to keep, the newest
	 */
	public StoredHistory plus(JobAttempt attempt, int most) {
		List<String> all = new ArrayList<>(this.entries);
		all.add(entry(attempt));
		return new StoredHistory(all.subList(Math.max(0, all.size() - most), all.size()));
	}

	private static String entry(JobAttempt attempt) {
		return String.join(UNIT, Integer.toString(attempt.number()), StoredText.of(attempt.worker()),
				millis(attempt.startedAt()), millis(attempt.endedAt()), StatusCode.of(attempt.outcome()),
				(attempt.error() != null) ? StoredText.of(attempt.error()) : "");
	}

	private static String millis(Instant time) {
		return Long.toString(time.toEpochMilli());
	}

	/** The text that {@link #read} reads. */
	public String write() {
		return this.entries.isEmpty() ? "" : ENTRY + String.join(ENTRY, this.entries);
	}

	/**
	 * The attempts. An outcome that this release does not know is shown as QUEUED.
	 * @throws RuntimeException if an entry has another form
	 */
	public List<JobAttempt> attempts() {
		return this.entries.stream().map(StoredHistory::attempt).toList();
	}

	/** The last attempt, {@code null} for none. */
	public @Nullable JobAttempt last() {
		return this.entries.isEmpty() ? null : attempt(this.entries.get(this.entries.size() - 1));
	}

	private static JobAttempt attempt(String entry) {
		String[] parts = entry.split(UNIT, -1);
		JobStatus outcome = StatusCode.status(parts[4]);
		return new JobAttempt(Integer.parseInt(parts[0]), StoredText.read(parts[1]), time(parts[2]), time(parts[3]),
				(outcome != null) ? outcome : JobStatus.QUEUED, parts[5].isEmpty() ? null : StoredText.read(parts[5]));
	}

	private static Instant time(String millis) {
		return Instant.ofEpochMilli(Long.parseLong(millis));
	}

}
