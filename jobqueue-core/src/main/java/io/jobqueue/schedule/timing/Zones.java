package io.jobqueue.schedule.timing;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;

import io.jobqueue.InvalidScheduleException;

/**
 * The zones of schedules.
 */
public final class Zones {

	/** So long a name is shown in an error. */
	private static final int SHOWN = 60;

	private Zones() {
	}

	/**
	 * Read a zone.
	 * @param text such as {@code Europe/Berlin}, {@code UTC} or {@code +02:00}
	 * @throws InvalidScheduleException if there is no such zone; the message has the
	 * nearest name
	 */
	public static ZoneId of(String text) {
		try {
			return ZoneId.of(text);
		}
		catch (DateTimeException ex) {
			String shown = (text.length() <= SHOWN) ? text : text.substring(0, SHOWN) + "…";
			throw new InvalidScheduleException("'zone' cannot be '%s': there is no such time zone. Did you mean '%s'?"
				.formatted(shown, nearest(shown)), ex);
		}
	}

	private static String nearest(String text) {
		return ZoneId.getAvailableZoneIds()
			.stream()
			.min(Comparator.comparingInt((String id) -> distance(text, id)).thenComparing(Comparator.naturalOrder()))
			.orElse("UTC");
	}

	/** The number of characters to change, add or remove. Case does not count. */
	private static int distance(String one, String other) {
		String a = one.toLowerCase(Locale.ROOT);
		String b = other.toLowerCase(Locale.ROOT);
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int above = row[j];
				int change = diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(change, Math.min(row[j - 1], above) + 1);
				diagonal = above;
			}
		}
		return row[b.length()];
	}

}
