package io.jobqueue.store.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jobqueue.InvalidJobException;
import io.jobqueue.store.form.StoredText;

/**
 * Where an entry is in the audit of a store.
 *
 * @param time when it was kept, in milliseconds
 * @param number the number of the entry, by which the store finds it
 */
public record AuditPosition(long time, long number) {

	private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

	/**
	 * Read the text of a position.
	 * @throws InvalidJobException if it is none
	 */
	public static AuditPosition parse(String text) {
		Matcher form = FORM.matcher(text);
		if (!form.matches()) {
			throw new InvalidJobException(
					"'" + StoredText.shown(text) + "' is no cursor of the audit: pass what next() of a page returned");
		}
		return new AuditPosition(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
	}

	@Override
	public String toString() {
		return this.time + "-" + this.number;
	}

}
