package io.jobqueue.worker.options;

import java.util.regex.Pattern;

import io.jobqueue.InvalidJobException;

/**
 * The name of a queue, or a pattern for names such as {@code tenant-*}, in which each
 * {@code *} stands for any number of characters, also none.
 *
 * @param text the name or pattern, 1 to 100 letters, digits, '.', '_', '-' and '*'
 */
public record QueuePattern(String text) {

	public QueuePattern {
		if (!text.matches("[A-Za-z0-9._*-]{1,100}")) {
			throw new InvalidJobException(
					"A name or pattern of queues must consist of 1 to 100 letters, digits, '.', '_', '-' and '*', but was '%s'"
						.formatted(text));
		}
	}

	/** Return whether the pattern can match more than one name. */
	public boolean isPattern() {
		return this.text.indexOf('*') >= 0;
	}

	public boolean matches(String queue) {
		if (!isPattern()) {
			return this.text.equals(queue);
		}
		return Pattern.matches(this.text.replace(".", "\\.").replace("*", ".*"), queue);
	}

}
