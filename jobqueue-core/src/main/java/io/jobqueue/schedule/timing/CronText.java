package io.jobqueue.schedule.timing;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.jobqueue.InvalidScheduleException;

import org.springframework.scheduling.support.CronExpression;

/**
 * A cron expression that was checked: six fields as Spring has them, five without the
 * seconds, or a macro such as {@code @daily}.
 *
 * @param text the expression as it was given
 * @param fields its six fields
 */
record CronText(String text, List<String> fields) {

	private static final Map<String, String> MACROS = Map.of("@yearly", "0 0 0 1 1 *", "@annually", "0 0 0 1 1 *",
			"@monthly", "0 0 0 1 * *", "@weekly", "0 0 0 * * 0", "@daily", "0 0 0 * * *", "@midnight", "0 0 0 * * *",
			"@hourly", "0 0 * * * *");

	private static final List<String> FIELDS = List.of("second", "minute", "hour", "day of month", "month",
			"day of week");

	private static final Pattern EVERY_HOUR = Pattern.compile("\\*.*|0-23(/1)?|0/1");

	private static final int HOUR = 2;

	private static final int DAY_OF_MONTH = 3;

	private static final int LONGEST = 200;

	/** The first leap year is near, so that all dates of a year come. */
	private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

	CronText {
		fields = List.copyOf(fields);
	}

	/**
	 * Read and check an expression.
	 * @throws InvalidScheduleException if it cannot be read, or never comes
	 */
	static CronText of(String text) {
		String trimmed = text.trim();
		if (trimmed.length() > LONGEST) {
			throw invalid(trimmed.substring(0, 40) + "…",
					"it has %d characters, but at most %d are allowed".formatted(trimmed.length(), LONGEST));
		}
		CronText cron = new CronText(trimmed, fields(trimmed));
		if (cron.times().next(START) == null) {
			throw invalid(trimmed, ("day of month '%s' never comes in month '%s' on day of week '%s': correct one of "
					+ "these fields")
				.formatted(cron.fields.get(3), cron.fields.get(4), cron.fields.get(5)));
		}
		return cron;
	}

	private static List<String> fields(String text) {
		String expanded = MACROS.getOrDefault(text, text);
		if (expanded.startsWith("@")) {
			throw invalid(text, "the macros are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually");
		}
		List<String> fields = Arrays.asList(expanded.split("\\s+"));
		return switch (fields.size()) {
			case 5 -> List.of("0", fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
			case 6 -> fields;
			default -> throw invalid(text,
					("it has %d fields: use six (second, minute, hour, day of month, month, day "
							+ "of week), five (without the second), or a macro such as @daily")
						.formatted(text.isEmpty() ? 0 : fields.size()));
		};
	}

	WallTimes times() {
		try {
			return WallTimes.of(CronExpression.parse(String.join(" ", this.fields)), this.fields.get(DAY_OF_MONTH));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidScheduleException(message(this.text, describe(ex)), ex);
		}
	}

	/** Whether it ticks in every hour of a day, perhaps several times. */
	boolean isEveryHour() {
		return EVERY_HOUR.matcher(this.fields.get(HOUR)).matches();
	}

	/** Finds the field that is wrong by itself. */
	private String describe(IllegalArgumentException failure) {
		for (int i = 0; i < FIELDS.size(); i++) {
			String[] alone = { "*", "*", "*", "*", "*", "*" };
			alone[i] = this.fields.get(i);
			try {
				CronExpression.parse(String.join(" ", alone));
			}
			catch (IllegalArgumentException ex) {
				return "its %s '%s' cannot be read; fields are second, minute, hour, day of month, month and day of week"
					.formatted(FIELDS.get(i), this.fields.get(i));
			}
		}
		return String.valueOf(failure.getMessage());
	}

	private static InvalidScheduleException invalid(String text, String reason) {
		return new InvalidScheduleException(message(text, reason));
	}

	private static String message(String text, String reason) {
		return "'cron' cannot be '%s': %s".formatted(text, reason);
	}

}
