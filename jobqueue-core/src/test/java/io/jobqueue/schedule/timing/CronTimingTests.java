package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.jobqueue.InvalidScheduleException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CronTimingTests {

	private static List<String> ticks(String cron, String zone, String from, int count) {
		ZoneId id = ZoneId.of(zone);
		Timing timing = Timing.cron(cron, id);
		List<String> ticks = new ArrayList<>();
		Instant tick = LocalDateTime.parse(from).atZone(id).toInstant();
		for (int i = 0; i < count; i++) {
			tick = timing.after(tick);
			ticks.add(tick.atZone(id).toOffsetDateTime().toString());
		}
		return ticks;
	}

	@Test
	void timeThatDoesNotExistTicksAfterTheGap() {
		assertThat(ticks("0 30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00", 3))
			.containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
		assertThat(ticks("0 0 2 * * *", "America/New_York", "2026-03-07T12:00:00", 2))
			.containsExactly("2026-03-08T03:00-04:00", "2026-03-09T02:00-04:00");
	}

	@Test
	void monthWithoutADayBeforeTheLastOneHasNoTick() {
		assertThat(ticks("0 0 3 L-30 * *", "UTC", "2026-01-01T00:00:00", 4)).containsExactly("2026-01-01T03:00Z",
				"2026-03-01T03:00Z", "2026-05-01T03:00Z", "2026-07-01T03:00Z");
		assertThat(ticks("0 0 0 L-29 * *", "UTC", "2026-01-15T00:00:00", 3)).containsExactly("2026-03-02T00:00Z",
				"2026-04-01T00:00Z", "2026-05-02T00:00Z");
		assertThat(ticks("0 0 3 L-28 2 *", "UTC", "2026-01-01T00:00:00", 2)).containsExactly("2028-02-01T03:00Z",
				"2032-02-01T03:00Z");
		assertThat(ticks("0 0 3 L-28 2 MON", "UTC", "2026-01-01T00:00:00", 2)).containsExactly("2044-02-01T03:00Z",
				"2072-02-01T03:00Z");
		assertThat(ticks("0 0 */12 L-28 * *", "Europe/Berlin", "2027-01-31T00:00:00", 3))
			.containsExactly("2027-03-03T00:00+01:00", "2027-03-03T12:00+01:00", "2027-04-02T00:00+02:00");
	}

	/** Each day that a month has, against the calendar. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 27, 28, 29, 30 })
	void daysBeforeTheLastAreThoseOfTheCalendar(int days) {
		Timing timing = Timing.cron("0 0 0 %s * *".formatted((days == 0) ? "L" : "L-" + days), ZoneOffset.UTC);
		Instant tick = Instant.parse("2025-12-31T12:00:00Z");
		for (LocalDate month = LocalDate.of(2026, 1, 1); month.getYear() < 2033; month = month.plusMonths(1)) {
			if (month.lengthOfMonth() > days) {
				LocalDate day = month.withDayOfMonth(month.lengthOfMonth() - days);
				tick = timing.after(tick);
				assertThat(tick).isEqualTo(day.atStartOfDay().toInstant(ZoneOffset.UTC));
			}
		}
	}

	@Test
	void dayBeforeAllMonthsIsRefused() {
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> Timing.cron("0 0 0 L-31 * *", ZoneOffset.UTC))
			.withMessageContaining("never comes");
	}

	@Test
	void severalTimesInAGapTickOnce() {
		assertThat(ticks("0 0,30 2 * * *", "Europe/Berlin", "2026-03-28T03:00:00", 3))
			.containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00", "2026-03-30T02:30+02:00");
	}

	@Test
	void timeThatOccursTwiceTicksOnce() {
		assertThat(ticks("0 30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00", 3))
			.containsExactly("2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
	}

	@Test
	void midnightThatDoesNotExistTicks() {
		assertThat(ticks("0 0 0 * * *", "America/Santiago", "2026-09-04T12:00:00", 3))
			.containsExactly("2026-09-05T00:00-04:00", "2026-09-06T01:00-03:00", "2026-09-07T00:00-03:00");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 0 * * * *", "0 * * * *", "@hourly", "0 0 0-23 * * *", "0 0 0/1 * * *" })
	void everyHourCountsRealHours(String cron) {
		assertThat(ticks(cron, "Europe/Berlin", "2026-03-29T00:30:00", 3)).containsExactly("2026-03-29T01:00+01:00",
				"2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
		assertThat(ticks(cron, "Europe/Berlin", "2026-10-25T00:30:00", 4)).containsExactly("2026-10-25T01:00+02:00",
				"2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
	}

	@Test
	void leapDayAndEndOfYear() {
		assertThat(ticks("0 0 0 29 2 *", "UTC", "2026-01-01T00:00:00", 2)).containsExactly("2028-02-29T00:00Z",
				"2032-02-29T00:00Z");
		assertThat(ticks("59 59 23 L 12 *", "UTC", "2026-01-01T00:00:00", 2)).containsExactly("2026-12-31T23:59:59Z",
				"2027-12-31T23:59:59Z");
	}

	@Test
	void zoneOfTheHostHasNoEffect() {
		TimeZone before = TimeZone.getDefault();
		try {
			TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
			assertThat(ticks("0 0 5 * * *", "UTC", "2026-01-01T00:00:00", 1)).containsExactly("2026-01-01T05:00Z");
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 30 2 * * *", "0 0 0 * * *" })
	void everyZoneTicksOnceADay(String cron) {
		Map<String, List<LocalDate>> wrong = new TreeMap<>();
		Instant start = Instant.parse("2024-01-01T00:00:00Z");
		Instant end = Instant.parse("2026-01-01T00:00:00Z");
		for (String id : ZoneId.getAvailableZoneIds()) {
			ZoneId zone = ZoneId.of(id);
			Timing timing = Timing.cron(cron, zone);
			List<LocalDate> days = new ArrayList<>();
			Instant last = start;
			for (Instant tick = timing.after(start); tick.isBefore(end); tick = timing.after(tick)) {
				assertThat(tick).isAfter(last);
				days.add(LocalDate.ofInstant(tick, zone));
				last = tick;
			}
			List<LocalDate> all = days.get(0).datesUntil(days.get(days.size() - 1).plusDays(1)).toList();
			if (!days.equals(all) || days.size() < 730) {
				wrong.put(id, days);
			}
		}
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "@daily, 2026-01-02T00:00:00Z", "@midnight, 2026-01-02T00:00:00Z", "@weekly, 2026-01-04T00:00:00Z",
			"@monthly, 2026-02-01T00:00:00Z", "@yearly, 2027-01-01T00:00:00Z", "@annually, 2027-01-01T00:00:00Z",
			"'30 5 * * *', 2026-01-02T05:30:00Z", "'  0  30 5 * *  MON-FRI ', 2026-01-02T05:30:00Z" })
	void macrosAndFiveFields(String cron, Instant expected) {
		assertThat(Timing.cron(cron, ZoneOffset.UTC).first(Instant.parse("2026-01-01T12:00:00Z"))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0 0 0 31 2 * | day of month '31' never comes in month '2'", "0 0 0 30 2 * | never comes",
					"0 0 25 * * * | its hour '25'", "0 60 * * * * | its minute '60'", "0 0 0 * 13 * | its month '13'",
					"0 0 0 * * MOO | its day of week 'MOO'", "x * * * * * | its second 'x'",
					"0 0 0 32 * * | its day of month '32'", "* * * | it has 3 fields", "@often | the macros are",
					"'' | it has 0 fields" })
	void badExpressionIsRefusedWithItsField(String cron, String reason) {
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> Timing.cron(cron, ZoneOffset.UTC))
			.withMessageStartingWith("'cron' cannot be '" + cron + "'")
			.withMessageContaining(reason);
	}

	@Test
	void newestTicksOfALongPeriod() {
		Timing timing = Timing.cron("* * * * * *", ZoneOffset.UTC);
		Instant from = Instant.parse("2000-01-01T00:00:00Z");
		Instant until = Instant.parse("2026-01-01T00:00:00.500Z");
		assertThat(timing.newest(from, until, 3)).containsExactly(Instant.parse("2025-12-31T23:59:58Z"),
				Instant.parse("2025-12-31T23:59:59Z"), Instant.parse("2026-01-01T00:00:00Z"));
	}

	@Test
	void newestTicksAreThoseThatFollowEachOther() {
		Timing timing = Timing.cron("0 17 3 * * *", ZoneId.of("Europe/Berlin"));
		Instant from = timing.first(Instant.parse("2026-03-20T00:00:00Z"));
		List<Instant> all = new ArrayList<>(List.of(from));
		for (int i = 0; i < 19; i++) {
			all.add(timing.after(all.get(i)));
		}
		Instant until = all.get(19).plus(1, ChronoUnit.HOURS);
		assertThat(timing.newest(from, until, 100)).isEqualTo(all);
		assertThat(timing.newest(from, until, 7)).isEqualTo(all.subList(13, 20));
		assertThat(timing.newest(from, from, 7)).containsExactly(from);
		assertThat(timing.newest(from, from.minus(Duration.ofMillis(1)), 7)).isEmpty();
	}

	/**
	 * Also where the clock changes by half an hour, at a quarter or an hour before it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "@hourly", "0 */15 * * * *", "0 30 */2 * * *", "30 59 0-23 * * SUN" })
	void everyHourTicksWheneverTheWallShowsItsTime(String cron) {
		CronExpression expression = CronText.of(cron).times().expression();
		for (String id : ZoneId.getAvailableZoneIds()) {
			ZoneId zone = ZoneId.of(id);
			ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
			for (int i = 0; i < 2 && change != null; i++) {
				Instant start = change.getInstant().minusSeconds(5 * 3600);
				Instant end = change.getInstant().plusSeconds(5 * 3600);
				List<Instant> expected = Stream.iterate(start.plusSeconds(30), (time) -> time.plusSeconds(30))
					.takeWhile((time) -> time.isBefore(end))
					.filter((time) -> isTime(expression, LocalDateTime.ofInstant(time, zone)))
					.toList();
				List<Instant> ticks = new ArrayList<>();
				Timing timing = Timing.cron(cron, zone);
				Instant tick = timing.after(start);
				while (tick.isBefore(end) && ticks.size() <= expected.size()) {
					ticks.add(tick);
					tick = timing.after(tick);
				}
				assertThat(ticks).as("%s at %s", id, change).isEqualTo(expected);
				change = zone.getRules().nextTransition(change.getInstant());
			}
		}
	}

	private static boolean isTime(CronExpression expression, LocalDateTime wall) {
		return wall.equals(expression.next(wall.minusNanos(1)));
	}

}
