package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSchedule;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of the clock, as a worker sees them on each store. The clock of a server cannot
 * be set, so the time at which a schedule is due is moved instead.
 */
@Tag("process")
class ScheduleTimesOnStoresTests extends ScheduleScene {

	private static final String NAME = "nightly";

	private static final Duration HOUR = Duration.ofHours(1);

	/** A year has both days on which a zone changes its clock. */
	private static final Duration YEAR = Duration.ofDays(370);

	@ParameterizedTest
	@EnumSource
	void dailyScheduleFiresOnceADayAlsoWhereTheClockChanges(SceneStore kind) {
		kind.run((store) -> {
			assertOnceADay(store, "Europe/Berlin", LocalTime.of(2, 30));
			assertOnceADay(store, "America/New_York", LocalTime.of(1, 30));
			assertOnceADay(store, "America/Santiago", LocalTime.MIDNIGHT);
			assertOnceADay(store, "Australia/Lord_Howe", LocalTime.of(2, 15));
		});
	}

	private void assertOnceADay(StoreBackend store, String zone, LocalTime time) {
		String name = zone.replace('/', '.');
		StoreJobSchedules schedules = schedules(store);
		schedules.put(definition(name).withCron("0 %d %d * * *".formatted(time.getMinute(), time.getHour()))
			.withZone(ZoneId.of(zone))
			.withMisfire(Misfire.ALL)
			.withMisfireCap(1000)
			.withOverlap(Overlap.ALLOW));
		Instant now = store.queries().now();
		LocalDate first = LocalDate.ofInstant(now.minus(YEAR), ZoneOffset.UTC);
		setDue(store, name, tick(first, time, ZoneId.of(zone)));
		run(timer(store));
		List<Instant> expected = first.datesUntil(first.plusYears(2))
			.map((date) -> tick(date, time, ZoneId.of(zone)))
			.filter((tick) -> !tick.isAfter(now))
			.toList();
		assertThat(expected).hasSizeGreaterThan(365);
		assertThat(ticks(store, name)).filteredOn((tick) -> !tick.isAfter(now)).isEqualTo(expected);
	}

	/** A time that is skipped is at the end of the gap; of two equal ones the first. */
	private static Instant tick(LocalDate date, LocalTime time, ZoneId zone) {
		LocalDateTime local = date.atTime(time);
		List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
		return offsets.isEmpty() ? zone.getRules().getTransition(local).getInstant() : local.toInstant(offsets.get(0));
	}

	@ParameterizedTest
	@EnumSource
	void clockThatGoesForwardAnHourFiresTheNewestTick(SceneStore kind) {
		kind.run((store) -> {
			schedules(store).put(definition(NAME));
			Instant now = store.queries().now();
			setDue(store, NAME, now.minus(HOUR));
			run(timer(store));
			assertThat(ticks(store, NAME)).singleElement()
				.satisfies((tick) -> assertThat(tick).isAfterOrEqualTo(now.minus(MINUTE)));
			assertThat(stored(store, NAME).due()).isBetween(now, now.plus(MINUTE.multipliedBy(2)));
		});
	}

	@ParameterizedTest
	@EnumSource
	void clockThatGoesBackAnHourFiresNothingAndIsReported(SceneStore kind) {
		kind.run((store) -> {
			schedules(store).put(definition(NAME));
			setDue(store, NAME, store.queries().now().plus(HOUR));
			ScheduleTimer timer = timer(store);
			run(timer);
			assertThat(ticks(store, NAME)).isEmpty();
			assertThat(timer.farAhead()).containsOnlyKeys(NAME);
			schedules(store).pause(NAME);
			schedules(store).resume(NAME);
			assertThat(stored(store, NAME).due()).isBefore(store.queries().now().plus(MINUTE).plusSeconds(1));
		});
	}

	private ScheduleTimer timer(StoreBackend store) {
		return new ScheduleTimer(store, schedules(store), List.of(), () -> List.of(QUEUE), () -> null);
	}

	private static List<Instant> ticks(StoreBackend store, String name) {
		List<JobInfo> jobs = new ArrayList<>();
		JobQuery query = JobQuery.all().withLimit(1000);
		JobSearch search = new JobSearch(store.queries());
		JobPage page = search.search(query);
		jobs.addAll(page.jobs());
		while (page.next() != null) {
			page = search.search(query.after(page.next()));
			jobs.addAll(page.jobs());
		}
		return jobs.stream()
			.filter((job) -> name.equals(job.headers().get(JobSchedule.HEADER)))
			.map((job) -> Instant.parse(Objects.requireNonNull(job.headers().get(JobSchedule.TICK_HEADER))))
			.sorted()
			.toList();
	}

	private static StoredSchedule stored(StoreBackend store, String name) {
		return Objects.requireNonNull(store.part(ScheduleStore.class).find(List.of(name)).get(name));
	}

	private static void setDue(StoreBackend store, String name, Instant due) {
		StoredSchedule schedule = stored(store, name);
		assertThat(store.part(ScheduleStore.class)
			.write(new StoredSchedule(name, QUEUE, schedule.revision() + 1, due, null, null, null,
					schedule.fingerprint(), schedule.definition(), schedule.marks(), null, List.of()),
					schedule.revision(), false))
			.isTrue();
	}

}
