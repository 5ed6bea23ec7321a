package io.jobqueue.store.audit;

import java.util.UUID;

import io.jobqueue.store.form.StoredText;

/**
 * An act of a user, to be kept. Longer texts are cut.
 *
 * @param token distinguishes it from all other acts
 * @param user the name of the user, at most 200 characters
 * @param action what was done, at most 200 characters
 * @param target what it was done to, at most 2,048 characters
 * @param count how many jobs, queues or schedules were changed
 */
public record AuditAct(String token, String user, String action, String target, long count) {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_TARGET = 2048;

	public AuditAct {
		user = bounded(user, LONGEST_NAME);
		action = bounded(action, LONGEST_NAME);
		target = bounded(target, LONGEST_TARGET);
	}

	/** An act with a new token. */
	public static AuditAct of(String user, String action, String target, long count) {
		return new AuditAct(UUID.randomUUID().toString(), user, action, target, count);
	}

	private static String bounded(String text, int most) {
		return (text.length() <= most) ? text : StoredText.cut(text, most - 1) + "…";
	}

}
