package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

import io.jobqueue.Overlap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A clock that was wrong has planned the times of schedules. */
class ScheduleClockTests extends ScheduleScene {

	private static final String NAME = "nightly";

	private Instant minute(int minute) {
		return this.start.plus(MINUTE.multipliedBy(minute));
	}

	@Test
	void scheduleThatIsFarAheadIsReportedAndPlannedAnewAfterAPause() {
		this.clock.set(minute(60));
		this.schedules.put(definition(NAME));
		this.schedules.put(definition("slow").withEvery(Duration.ofHours(2)));
		this.clock.set(this.start);
		ScheduleTimer worker = worker();
		worker.runOnce();
		assertThat(worker.farAhead()).containsExactly(Map.entry(NAME, minute(61)));
		this.schedules.pause(NAME);
		this.schedules.resume(NAME);
		assertThat(find(NAME).next()).isEqualTo(minute(1));
		assertThat(find("slow").next()).isEqualTo(minute(180));
		ScheduleTimer other = worker();
		other.runOnce();
		assertThat(other.farAhead()).isEmpty();
	}

	@Test
	void putRepairsATimeMoreThanTwoTicksAhead() {
		this.clock.set(minute(3));
		this.schedules.put(definition(NAME));
		this.clock.set(minute(2));
		this.schedules.put(definition(NAME));
		assertThat(find(NAME).next()).isEqualTo(minute(4));
		this.clock.set(this.start);
		this.schedules.put(definition(NAME));
		assertThat(find(NAME).next()).isEqualTo(minute(1));
	}

	@Test
	void putRepairsATimeThatAWrongClockHasPlanned() {
		this.clock.set(this.start.plus(Duration.ofDays(4000)));
		this.schedules.put(definition(NAME));
		this.clock.set(this.start);
		this.schedules.put(definition(NAME));
		assertThat(find(NAME).next()).isEqualTo(minute(1));
	}

	@ParameterizedTest
	@CsvSource({ "Europe/Berlin, 0 30 2 * * *, 2030-03-31", "Europe/Berlin, 0 30 2 * * *, 2030-10-27",
			"America/New_York, 0 30 1 * * *, 2030-03-10", "America/New_York, 0 30 1 * * *, 2030-11-03",
			"Australia/Lord_Howe, 0 15 2 * * *, 2030-10-06", "Australia/Lord_Howe, 0 45 1 * * *, 2030-04-07" })
	void dailyScheduleFiresOnceOnTheDayOfAChange(String zone, String cron, LocalDate day) {
		ZoneId id = ZoneId.of(zone);
		assertThat(id.getRules().nextTransition(day.atStartOfDay(id).toInstant()).getDateTimeBefore().toLocalDate())
			.isEqualTo(day);
		this.clock.set(day.minusDays(1).atStartOfDay(id).toInstant());
		this.schedules.put(definition(NAME).withCron(cron).withZone(id).withOverlap(Overlap.ALLOW));
		ScheduleTimer worker = worker();
		while (this.clock.instant().isBefore(day.plusDays(2).atStartOfDay(id).toInstant())) {
			this.clock.advance(Duration.ofMinutes(5));
			run(worker);
			// A clock that goes to and fro by an hour fires nothing twice.
			this.clock.advance(Duration.ofHours(-1));
			run(worker);
			this.clock.advance(Duration.ofHours(1));
			run(worker);
		}
		assertThat(ticks()).extracting((tick) -> LocalDate.ofInstant(Instant.parse(tick), id))
			.containsExactly(day.minusDays(1), day, day.plusDays(1));
	}

	@Test
	void leapDayAndTheEndOfAYearFire() {
		this.clock.set(Instant.parse("2031-12-01T00:00:00Z"));
		this.schedules.put(definition("leap").withCron("0 0 12 29 2 *").withOverlap(Overlap.ALLOW));
		this.schedules.put(definition("last").withCron("59 59 23 31 12 *").withOverlap(Overlap.ALLOW));
		ScheduleTimer worker = worker();
		for (int day = 0; day < 5 * 365; day++) {
			this.clock.advance(Duration.ofDays(1));
			run(worker);
		}
		assertThat(ticks()).contains("2031-12-31T23:59:59Z", "2032-02-29T12:00:00Z", "2032-12-31T23:59:59Z",
				"2036-02-29T12:00:00Z");
		assertThat(ticks()).hasSize(7);
	}

}
