package io.jobqueue;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a job: an opaque string. The dispatcher creates it in the form
 * {@code <queue>-<26 lower-case characters>}, ordered by time within a queue. The queue
 * in it is the one to which the job was dispatched. Stores use it to find the job.
 *
 * @param value the id: not blank, at most 200 characters, without NUL and unpaired
 * surrogates
 */
public record JobId(String value) implements Comparable<JobId>, Serializable {

	private static final int MAX_LENGTH = 200;

	private static final Pattern FORM = Pattern.compile("(?<queue>[A-Za-z0-9._-]{1,100})-[0-9a-z]{26}");

	public JobId {
		Limits.requireText("A job id", value);
		if (value.isBlank()) {
			throw new InvalidJobException("A job id must not be blank");
		}
		if (value.length() > MAX_LENGTH) {
			throw new InvalidJobException("A job id has at most %d characters, but '%s…' has %d".formatted(MAX_LENGTH,
					value.substring(0, 40), value.length()));
		}
	}

	/**
	 * An id that was kept as text. It need not be one of this dispatcher.
	 * @throws InvalidJobException if the text is {@code null}, blank, longer than 200
	 * characters, or has a NUL or an unpaired surrogate
	 */
	public static JobId of(String value) {
		return new JobId(value);
	}

	/** Return whether a text that somebody else wrote can be an id. */
	static boolean isValid(String value) {
		try {
			of(value);
			return true;
		}
		catch (InvalidJobException ex) {
			return false;
		}
	}

	/**
	 * The queue to which the job was dispatched. Empty if the id does not have the form
	 * of the dispatcher.
	 */
	public Optional<String> queue() {
		Matcher matcher = FORM.matcher(this.value);
		return matcher.matches() ? Optional.of(matcher.group("queue")) : Optional.empty();
	}

	@Override
	public int compareTo(JobId other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
