package io.jobqueue.schedule.timing;

import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * The times of a cron expression by the clock on the wall. {@link CronExpression} has no
 * answer for {@code L-n} in a month without that day: it returns a time of the month
 * before, also one that is not later, or none. Such months are left out here.
 *
 * @param expression the expression
 * @param beforeLast the number of days before the last day of a month, {@code null} if
 * the expression has none
 */
record WallTimes(CronExpression expression, @Nullable Integer beforeLast) {

	private static final Pattern BEFORE_LAST = Pattern.compile("L-(\\d{1,3})");

	/**
	 * A day of February in leap years has the same day of the week after up to 40 years.
	 */
	private static final int MOST_MONTHS = 41 * 12;

	static WallTimes of(CronExpression expression, String dayOfMonth) {
		Matcher matcher = BEFORE_LAST.matcher(dayOfMonth);
		return new WallTimes(expression, matcher.matches() ? Integer.valueOf(matcher.group(1)) : null);
	}

	/** Return the first time after a time, {@code null} if there is none. */
	@Nullable LocalDateTime next(LocalDateTime time) {
		LocalDateTime month = time.toLocalDate().withDayOfMonth(1).atStartOfDay();
		for (int i = 0; i < MOST_MONTHS; i++) {
			LocalDateTime from = (i == 0) ? time : month.plusMonths(i).minusNanos(1);
			LocalDateTime next = this.expression.next(from);
			if (next == null && this.beforeLast == null) {
				return null;
			}
			if (next != null && next.isAfter(from) && isOnItsDay(next)) {
				return next;
			}
		}
		return null;
	}

	private boolean isOnItsDay(LocalDateTime time) {
		return this.beforeLast == null || time.getDayOfMonth() == time.toLocalDate().lengthOfMonth() - this.beforeLast;
	}

}
