package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.Misfire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TickPlanTests {

	private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

	private static final Timing MINUTELY = Timing.every(Duration.ofMinutes(1));

	private static Instant minute(int minute) {
		return DUE.plus(Duration.ofMinutes(minute));
	}

	private static TickPlan plan(Duration late, Misfire misfire, int cap) {
		return TickPlan.of(MINUTELY, DUE, DUE.plus(late), misfire, cap);
	}

	@ParameterizedTest
	@EnumSource(Misfire.class)
	void tickInTimeIsFired(Misfire misfire) {
		TickPlan plan = plan(Duration.ofSeconds(59), misfire, 100);
		assertThat(plan).isEqualTo(new TickPlan(List.of(DUE), null, minute(1)));
	}

	@ParameterizedTest
	@EnumSource(Misfire.class)
	void nothingIsFiredEarly(Misfire misfire) {
		assertThat(plan(Duration.ofMillis(-1), misfire, 100)).isEqualTo(new TickPlan(List.of(), null, DUE));
	}

	@Test
	void onceFiresTheNewest() {
		assertThat(plan(Duration.ofMinutes(10), Misfire.ONCE, 100))
			.isEqualTo(new TickPlan(List.of(minute(10)), minute(9), minute(11)));
	}

	@Test
	void onceFiresALoneTickThatIsLate() {
		assertThat(TickPlan.of(Timing.every(Duration.ofDays(1)), DUE, minute(10), Misfire.ONCE, 100))
			.isEqualTo(new TickPlan(List.of(DUE), null, DUE.plus(Duration.ofDays(1))));
	}

	@Test
	void skipFiresWhatIsInTime() {
		assertThat(plan(Duration.ofSeconds(630), Misfire.SKIP, 100))
			.isEqualTo(new TickPlan(List.of(minute(10)), minute(9), minute(11)));
		assertThat(TickPlan.of(Timing.every(Duration.ofDays(1)), DUE, minute(10), Misfire.SKIP, 100))
			.isEqualTo(new TickPlan(List.of(), DUE, DUE.plus(Duration.ofDays(1))));
	}

	@Test
	void skipFiresNoMoreThanTheCapAndNotesWhatIsMissed() {
		Timing timing = Timing.every(Duration.ofMillis(100));
		TickPlan plan = TickPlan.of(timing, DUE, minute(5), Misfire.SKIP, 50);
		assertThat(plan.fire()).hasSize(50).endsWith(minute(5));
		assertThat(plan.missed()).isEqualTo(plan.fire().get(0).minusMillis(100));
	}

	/** The rules of a zone can change between two releases of Java. */
	@ParameterizedTest
	@EnumSource(Misfire.class)
	void plannedTimeThatIsNoTickAnyMoreFiresNothing(Misfire misfire) {
		Timing timing = Timing.cron("0 30 3 * * *", ZoneOffset.UTC);
		Instant due = Instant.parse("2026-10-25T02:30:00Z");
		Instant tick = Instant.parse("2026-10-25T03:30:00Z");
		assertThat(TickPlan.of(timing, due, due, misfire, 100)).isEqualTo(new TickPlan(List.of(), null, tick));
		assertThat(TickPlan.of(timing, due, due.plusSeconds(600), misfire, 100))
			.isEqualTo(new TickPlan(List.of(), null, tick));
		assertThat(TickPlan.of(timing, due, tick, misfire, 100).fire()).containsExactly(tick);
	}

	@Test
	void allFiresTheNewestUpToTheCap() {
		List<Instant> all = IntStream.rangeClosed(0, 10).mapToObj(TickPlanTests::minute).toList();
		assertThat(plan(Duration.ofMinutes(10), Misfire.ALL, 11)).isEqualTo(new TickPlan(all, null, minute(11)));
		assertThat(plan(Duration.ofMinutes(10), Misfire.ALL, 3))
			.isEqualTo(new TickPlan(all.subList(8, 11), minute(7), minute(11)));
	}

	@Test
	void manyTicksAreFiredInParts() {
		List<Instant> fired = new ArrayList<>();
		Instant due = DUE;
		Instant now = minute(249);
		for (int part = 0; part < 3; part++) {
			TickPlan plan = TickPlan.of(MINUTELY, due, now, Misfire.ALL, 1000);
			assertThat(plan.fire()).hasSizeLessThanOrEqualTo(TickPlan.MOST);
			fired.addAll(plan.fire());
			due = plan.next();
		}
		assertThat(fired).isEqualTo(IntStream.rangeClosed(0, 249).mapToObj(TickPlanTests::minute).toList());
		assertThat(due).isEqualTo(minute(250));
	}

	@ParameterizedTest
	@EnumSource(Misfire.class)
	void clockThatGoesForwardAnHourIsAMisfire(Misfire misfire) {
		TickPlan plan = plan(Duration.ofHours(1), misfire, 100);
		assertThat(plan.fire()).hasSize(switch (misfire) {
			case ONCE -> 1;
			case SKIP -> 2;
			case ALL -> 61;
		});
		assertThat(plan.next()).isEqualTo(minute(61));
	}

	@Test
	void clockThatGoesBackAnHourFiresNothingTwice() {
		Timing hourly = Timing.cron("@hourly", java.time.ZoneOffset.UTC);
		Instant next = hourly.first(DUE);
		TickPlan fired = TickPlan.of(hourly, next, next, Misfire.ONCE, 100);
		Instant back = next.minus(Duration.ofHours(1));
		assertThat(TickPlan.of(hourly, fired.next(), back, Misfire.ONCE, 100).fire()).isEmpty();
		assertThat(TickPlan.of(hourly, fired.next(), next.plusSeconds(1), Misfire.ONCE, 100).fire()).isEmpty();
		assertThat(TickPlan.of(hourly, fired.next(), fired.next(), Misfire.ONCE, 100).fire())
			.containsExactly(next.plus(Duration.ofHours(1)));
	}

	@Test
	void intervalIsOfThePlannedTimes() {
		Timing timing = Timing.every(Duration.ofMillis(1500));
		assertThat(timing.first(DUE.plusNanos(999_999))).isEqualTo(DUE.plusMillis(1500));
		assertThat(timing.after(DUE)).isEqualTo(DUE.plusMillis(1500));
		assertThat(timing.newest(DUE, DUE.plusMillis(4000), 2)).containsExactly(DUE.plusMillis(1500),
				DUE.plusMillis(3000));
	}

	@Test
	void jitterIsTheSameForAName() {
		Set<Duration> jitters = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			Duration jitter = Jitter.of("schedule-" + i, Duration.ofSeconds(30));
			assertThat(jitter).isBetween(Duration.ZERO, Duration.ofSeconds(30))
				.isEqualTo(Jitter.of("schedule-" + i, Duration.ofSeconds(30)));
			jitters.add(jitter);
		}
		assertThat(jitters).hasSizeGreaterThan(900);
		assertThat(Jitter.of("any", Duration.ZERO)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "Europe/Berln, Europe/Berlin", "europe/berlin, Europe/Berlin", "Asia/Kolkatta, Asia/Kolkata",
			"UCT+, UCT" })
	void misspeltZoneIsRefusedWithTheNearest(String zone, String nearest) {
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> Zones.of(zone))
			.withMessage("'zone' cannot be '%s': there is no such time zone. Did you mean '%s'?", zone, nearest);
	}

}
