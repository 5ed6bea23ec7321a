package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.Overlap;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules: they are kept, found, moved and declared.
 */
abstract class RecurringKeepContract extends RecurringScene {

	@Test
	void scheduleThatIsNotDueIsNotSeen() {
		Instant due = now().plus(LONG);
		put(NAME, due);
		put("without", null);
		ScheduleLook look = this.schedules.look(List.of(QUEUE), 10);
		assertThat(look.due()).isEmpty();
		assertThat(look.next()).isBetween(LONG.minusSeconds(30), LONG);
		assertThat(this.schedules.look(List.of(OTHER_QUEUE), 10).next()).isNull();
	}

	@Test
	void writeIsACompareAndSet() {
		Instant due = now();
		StoredSchedule first = put(NAME, due);
		assertThat(this.schedules.write(schedule(NAME, QUEUE, null), 0, false)).isFalse();
		assertThat(this.schedules.write(next(first, QUEUE, null, "print-2"), 7, false)).isFalse();
		assertThat(this.schedules.write(schedule("absent", QUEUE, null), 7, false)).isFalse();
		fire(firing(first, due, Overlap.SKIP, due));
		assertThat(this.schedules.write(next(first, QUEUE, null, "print-2"), 1, false)).isFalse();
		StoredSchedule fired = stored(NAME);
		assertThat(this.schedules.write(next(fired, QUEUE, null, "print-2"), 2, true)).isTrue();
		StoredSchedule written = stored(NAME);
		assertThat(written.due()).isNull();
		assertThat(written.definition()).isEqualTo("definition 2");
		assertThat(written.fingerprint()).isEqualTo("print-2");
		assertThat(written.revision()).isEqualTo(3);
		assertThat(written.lastJob()).isEqualTo(fired.lastJob());
		assertThat(written.declaredAt()).isNotNull();
		assertThat(written.runs()).hasSize(1);
		assertThat(due()).isEmpty();
		assertThat(this.schedules.remove(first)).isFalse();
		assertThat(this.schedules.find(List.of("absent"))).isEmpty();
	}

	@Test
	void scheduleMovesToAnotherQueue() {
		Instant due = now();
		fire(firing(put(NAME, due), due, Overlap.ALLOW, due));
		StoredSchedule fired = stored(NAME);
		assertThat(this.schedules.write(next(fired, OTHER_QUEUE, due, "print-2"), 1, false)).isFalse();
		assertThat(this.schedules.write(next(fired, OTHER_QUEUE, due, "print-2"), 2, false)).isTrue();
		assertThat(due()).isEmpty();
		assertThat(this.schedules.look(List.of(OTHER_QUEUE), 10).due()).extracting(StoredSchedule::name)
			.containsExactly(NAME);
		assertThat(this.schedules.list(null, 10)).extracting(StoredSchedule::queue).containsExactly(OTHER_QUEUE);
		assertThat(stored(NAME).runs()).hasSize(1);
		assertThat(stored(NAME).lastJob()).isEqualTo(fired.lastJob());
	}

	@Test
	void lastJobCountsInTheQueueThatAScheduleHadBefore() {
		Instant due = now();
		fire(firing(put(NAME, due), due, Overlap.QUEUE, due));
		this.schedules.write(next(stored(NAME), OTHER_QUEUE, due, "print-2"), 2, false);
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.SKIPPED);
		assertThat(fire(firing(stored(NAME), null, Overlap.QUEUE, due)).outcomes()).containsExactly(Outcome.WAITING);
		assertThat(this.schedules.look(List.of(OTHER_QUEUE), 10).due()).isEmpty();
		finish(io.jobqueue.store.feed.Outcome.success(claim(), null));
		assertThat(this.schedules.look(List.of(OTHER_QUEUE), 10).due()).hasSize(1);
		assertThat(fire(firing(stored(NAME), null, Overlap.QUEUE, due)).outcomes()).containsExactly(Outcome.FIRED);
	}

	@Test
	void schedulesAreListedByName() {
		List<String> names = IntStream.range(10, 35).mapToObj((i) -> "schedule-" + i).toList();
		for (String name : names) {
			this.schedules.write(schedule(name, (name.hashCode() % 2 == 0) ? QUEUE : OTHER_QUEUE, null), 0, false);
		}
		List<String> listed = new ArrayList<>();
		String after = null;
		for (List<StoredSchedule> page = this.schedules.list(null, 10); !page.isEmpty(); page = this.schedules
			.list(after, 10)) {
			page.forEach((schedule) -> listed.add(schedule.name()));
			after = listed.get(listed.size() - 1);
		}
		assertThat(listed).isEqualTo(names);
	}

	@Test
	void declarationIsNotedWhereTheDefinitionIsTheSame() {
		this.schedules.write(schedule("same", QUEUE, null), 0, true);
		this.schedules.write(schedule("changed", QUEUE, null), 0, true);
		this.schedules.write(schedule("elsewhere", OTHER_QUEUE, null), 0, true);
		put("never", null);
		Instant before = stored("same").declaredAt();
		assertThat(before).isNotNull();
		await().until(() -> now().isAfter(before));
		assertThat(this.schedules.declare(List.of(new ScheduleStore.Declaration("same", QUEUE, "print-1"),
				new ScheduleStore.Declaration("changed", QUEUE, "print-2"),
				new ScheduleStore.Declaration("elsewhere", QUEUE, "print-1"),
				new ScheduleStore.Declaration("absent", QUEUE, "print-1"))))
			.isEqualTo(Set.of("changed", "elsewhere", "absent"));
		assertThat(stored("same").declaredAt()).isAfter(before);
		await()
			.until(() -> !this.schedules.undeclared(List.of(QUEUE, OTHER_QUEUE), Duration.ofMillis(1), 10).isEmpty());
		assertThat(this.schedules.undeclared(List.of(QUEUE, OTHER_QUEUE), LONG, 10)).isEmpty();
		Instant last = now();
		await().until(() -> now().isAfter(last));
		assertThat(this.schedules.undeclared(List.of(QUEUE, OTHER_QUEUE), Duration.ZERO, 10))
			.extracting(StoredSchedule::name)
			.containsExactlyInAnyOrder("same", "changed", "elsewhere");
		await().untilAsserted(
				() -> assertThat(this.schedules.undeclared(List.of(QUEUE, OTHER_QUEUE), Duration.ofMillis(1), 10))
					.extracting(StoredSchedule::name)
					.containsExactlyInAnyOrder("same", "changed", "elsewhere"));
		this.schedules.write(next(stored("same"), QUEUE, null, ""), 1, false);
		assertThat(stored("same").declaredAt()).isNull();
	}

	@Test
	void queueWithAScheduleStaysListed() {
		put(NAME, null);
		this.store.maintenance().prune(QUEUE, Map.of(), 100);
		assertThat(this.store.queries().queues()).contains(QUEUE);
		this.schedules.remove(stored(NAME));
		this.store.maintenance().prune(QUEUE, Map.of(), 100);
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void largeDefinitionsAndJobsAreKept() {
		String large = "x".repeat(40_000);
		Instant due = now();
		StoredSchedule schedule = new StoredSchedule(NAME, QUEUE, 1, due, null, null, null, "p",
				large + "\u001fé\u001e", "", null, List.of());
		assertThat(this.schedules.write(schedule, 0, false)).isTrue();
		assertThat(this.schedules.look(List.of(QUEUE), 10).due().get(0).definition())
			.isEqualTo(large + "\u001fé\u001e");
		NewJob job = job().payload('"' + large + '"').build();
		NewJob second = job().payload('"' + large + "2\"").build();
		fire(new ScheduleFiring(stored(NAME), null, Overlap.ALLOW, null,
				List.of(new ScheduleFiring.Tick(due, job), new ScheduleFiring.Tick(due.plusMillis(1), second))));
		assertThat(claim(2)).extracting((claimed) -> claimed.payload().length()).containsExactly(40_002, 40_003);
	}

	@Test
	void lookIsBounded() {
		Instant due = now();
		IntStream.range(0, 30).forEach((i) -> put("schedule-" + i, due));
		assertThat(this.schedules.look(List.of(QUEUE), 7).due()).hasSize(7);
	}

}
