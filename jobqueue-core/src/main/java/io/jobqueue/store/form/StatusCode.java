package io.jobqueue.store.form;

import java.util.EnumMap;
import java.util.Map;

import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * The letters that stand for a status in stored texts. A letter is never given another
 * meaning.
 */
public final class StatusCode {

	private static final Map<JobStatus, String> LETTERS = new EnumMap<>(Map.ofEntries(
			Map.entry(JobStatus.SCHEDULED, "H"), Map.entry(JobStatus.QUEUED, "Q"), Map.entry(JobStatus.STARTED, "S"),
			Map.entry(JobStatus.RETRY, "R"), Map.entry(JobStatus.INTERRUPTED, "I"), Map.entry(JobStatus.SUCCESS, "U"),
			Map.entry(JobStatus.FAILED, "F"), Map.entry(JobStatus.MAX_RETRIES, "M"), Map.entry(JobStatus.TIMEOUT, "T"),
			Map.entry(JobStatus.ABORTED, "A"), Map.entry(JobStatus.CANCELLED, "C")));

	private StatusCode() {
	}

	/** The letter of a status. */
	public static String of(JobStatus status) {
		String letter = LETTERS.get(status);
		if (letter == null) {
			throw new IllegalArgumentException("No letter stands for " + status);
		}
		return letter;
	}

	/** The status of a letter, {@code null} if this release does not know it. */
	public static @Nullable JobStatus status(String letter) {
		for (Map.Entry<JobStatus, String> entry : LETTERS.entrySet()) {
			if (entry.getValue().equals(letter)) {
				return entry.getKey();
			}
		}
		return null;
	}

}
