package io.jobqueue;

import java.io.Serializable;

/**
 * The id of a flow: an opaque string. The dispatcher creates it, ordered by time.
 *
 * @param value the id: lower-case letters, digits and hyphens, at most 100 characters
 */
public record FlowId(String value) implements Comparable<FlowId>, Serializable {

	private static final int MAX_LENGTH = 100;

	public FlowId {
		Limits.requireText("A flow id", value);
		if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(FlowId::isAllowed)) {
			throw new InvalidJobException(
					"A flow id has from 1 to %d lower-case letters, digits and hyphens, but it was '%s'"
						.formatted(MAX_LENGTH, (value.length() > MAX_LENGTH) ? value.substring(0, 40) + "…" : value));
		}
	}

	/**
	 * An id that was kept as text.
	 * @throws InvalidJobException if the text is {@code null} or has another form
	 */
	public static FlowId of(String value) {
		return new FlowId(value);
	}

	private static boolean isAllowed(int character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
	}

	@Override
	public int compareTo(FlowId other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
