package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.JobStatus;
import io.jobqueue.Overlap;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.StoredSchedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules: they fire once for each tick, with any number of workers.
 */
abstract class RecurringContract extends RecurringScene {

	@Test
	void dueScheduleIsSeenAndFired() {
		Instant due = now();
		StoredSchedule schedule = put(NAME, due);
		assertThat(schedule.queue()).isEqualTo(QUEUE);
		assertThat(schedule.revision()).isEqualTo(1);
		assertThat(schedule.due()).isEqualTo(due);
		assertThat(schedule.definition()).isEqualTo("definition");
		assertThat(schedule.marks()).isEqualTo("m");
		assertThat(schedule.declaredAt()).isNull();
		ScheduleLook look = this.schedules.look(List.of(OTHER_QUEUE, QUEUE), 10);
		assertThat(look.due()).containsExactly(schedule);
		Instant next = due.plus(LONG);
		ScheduleFiring firing = firing(look.due().get(0), next, Overlap.SKIP, due);
		assertThat(fire(firing)).isEqualTo(new FiringResult(true, List.of(Outcome.FIRED)));
		NewJob job = firing.ticks().get(0).job();
		StoredSchedule fired = stored(NAME);
		assertThat(fired.revision()).isEqualTo(2);
		assertThat(fired.due()).isEqualTo(next);
		assertThat(fired.lastTick()).isEqualTo(due);
		assertThat(fired.lastJob()).isEqualTo(job.id());
		assertThat(fired.runs()).hasSize(1);
		assertThat(fired.runs().get(0)).isEqualTo(new Run(due, fired.runs().get(0).at(), Outcome.FIRED, job.id()));
		assertThat(due()).isEmpty();
		assertThat(claim().id()).isEqualTo(job.id());
	}

	@Test
	void firingIsRepeatedWithoutEffect() {
		Instant due = now();
		ScheduleFiring firing = firing(put(NAME, due), due.plus(LONG), Overlap.ALLOW, due);
		fire(firing);
		assertThat(fire(firing)).isEqualTo(FiringResult.CHANGED);
		assertThat(jobs()).hasSize(1);
		assertThat(stored(NAME).runs()).hasSize(1);
	}

	@Test
	void firingOfARemovedScheduleHasNoEffect() {
		Instant due = now();
		StoredSchedule schedule = put(NAME, due);
		assertThat(this.schedules.remove(schedule)).isTrue();
		assertThat(fire(firing(schedule, null, Overlap.SKIP, due))).isEqualTo(FiringResult.CHANGED);
		assertThat(jobs()).isEmpty();
		assertThat(this.schedules.find(List.of(NAME))).isEmpty();
		assertThat(this.schedules.remove(schedule)).isFalse();
	}

	@Test
	void tickIsSkippedWhileTheLastJobLives() {
		Instant due = now();
		StoredSchedule first = put(NAME, due);
		fire(firing(first, due, Overlap.SKIP, due));
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.SKIPPED);
		ClaimedJob job = claim();
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.SKIPPED);
		finish(io.jobqueue.store.feed.Outcome.retry(job, Duration.ofHours(1), ERROR));
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.SKIPPED);
		assertThat(stored(NAME).lastTick()).isEqualTo(due);
		assertThat(stored(NAME).lastJob()).isEqualTo(job.id());
		assertThat(stored(NAME).runs()).extracting(Run::outcome)
			.containsExactly(Outcome.SKIPPED, Outcome.SKIPPED, Outcome.SKIPPED, Outcome.FIRED);
		assertThat(jobs()).hasSize(1);
		this.store.actions().cancel(job.id());
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.FIRED);
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "FAILED", "ABORTED", "CANCELLED", "TIMEOUT", "MAX_RETRIES" })
	void lastJobThatHasEndedBlocksNothing(JobStatus status) {
		Instant due = now();
		StoredSchedule schedule = put(NAME, due);
		ScheduleFiring firing = firing(schedule, due, Overlap.SKIP, due);
		fire(firing);
		ClaimedJob job = claim();
		if (status == JobStatus.CANCELLED) {
			this.store.actions().cancel(job.id());
		}
		else {
			finish((status == JobStatus.SUCCESS) ? io.jobqueue.store.feed.Outcome.success(job, "1")
					: io.jobqueue.store.feed.Outcome.end(job, status, ERROR));
		}
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.FIRED);
		assertThat(claimIds(2)).containsExactly(stored(NAME).lastJob());
	}

	@Test
	void lastJobThatWasDeletedBlocksNothing() {
		Instant due = now();
		ScheduleFiring firing = firing(put(NAME, due), due, Overlap.SKIP, due);
		fire(firing);
		this.store.actions().delete(firing.ticks().get(0).job().id());
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.FIRED);
	}

	@Test
	void lastJobThatMovedToAnotherQueueCounts() {
		Instant due = now();
		fire(firing(put(NAME, due), due, Overlap.SKIP, due));
		ClaimedJob job = claim();
		finish(io.jobqueue.store.feed.Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		assertThat(fire(firing(stored(NAME), due, Overlap.SKIP, due)).outcomes()).containsExactly(Outcome.SKIPPED);
		fire(firing(stored(NAME), due, Overlap.QUEUE, due));
		assertThat(due()).containsExactly(NAME);
		assertThat(fire(firing(stored(NAME), due.plus(LONG), Overlap.QUEUE, due)).outcomes())
			.containsExactly(Outcome.WAITING);
		assertThat(due()).isEmpty();
		ClaimedJob moved = await()
			.until(() -> this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs(),
					(jobs) -> !jobs.isEmpty())
			.get(0);
		assertThat(moved.id()).isEqualTo(job.id());
		this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(io.jobqueue.store.feed.Outcome.success(moved, "1")));
		assertThat(due()).containsExactly(NAME);
		assertThat(fire(firing(stored(NAME), due.plus(LONG), Overlap.QUEUE, due)).outcomes())
			.containsExactly(Outcome.FIRED);
	}

	@Test
	void newestTickWaitsForTheEndOfTheLastJob() {
		Instant due = now();
		Instant later = due.plus(LONG);
		fire(firing(put(NAME, due), later, Overlap.QUEUE, due));
		assertThat(fire(firing(stored(NAME), later, Overlap.QUEUE, due.plusMillis(1))).outcomes())
			.containsExactly(Outcome.WAITING);
		assertThat(stored(NAME).waiting()).isEqualTo(due.plusMillis(1));
		assertThat(fire(firing(stored(NAME), later, Overlap.QUEUE, due.plusMillis(1), due.plusMillis(2))).outcomes())
			.containsExactly(Outcome.WAITING, Outcome.WAITING);
		assertThat(stored(NAME).waiting()).isEqualTo(due.plusMillis(2));
		ScheduleLook look = this.schedules.look(List.of(QUEUE), 10);
		assertThat(look.due()).isEmpty();
		assertThat(look.next()).isLessThanOrEqualTo(ScheduleLook.WAITING);
		finish(io.jobqueue.store.feed.Outcome.success(claim(), "1"));
		assertThat(this.schedules.look(List.of(QUEUE), 10).due()).containsExactly(stored(NAME).withoutRuns());
		ScheduleFiring firing = firing(stored(NAME), later, Overlap.QUEUE, due.plusMillis(2));
		assertThat(fire(firing).outcomes()).containsExactly(Outcome.FIRED);
		assertThat(stored(NAME).waiting()).isNull();
		assertThat(stored(NAME).lastTick()).isEqualTo(due.plusMillis(2));
		assertThat(due()).isEmpty();
		assertThat(claim().id()).isEqualTo(firing.ticks().get(0).job().id());
	}

	@Test
	void ticksOfOneFiringAreHandledInTheirOrder() {
		Instant due = now();
		Instant[] ticks = { due, due.plusMillis(1), due.plusMillis(2) };
		for (Overlap overlap : Overlap.values()) {
			put(overlap.name(), due);
		}
		assertThat(fire(firing(stored("ALLOW"), null, Overlap.ALLOW, ticks)).outcomes()).containsExactly(Outcome.FIRED,
				Outcome.FIRED, Outcome.FIRED);
		assertThat(fire(firing(stored("SKIP"), null, Overlap.SKIP, ticks)).outcomes()).containsExactly(Outcome.FIRED,
				Outcome.SKIPPED, Outcome.SKIPPED);
		assertThat(fire(firing(stored("QUEUE"), null, Overlap.QUEUE, ticks)).outcomes()).containsExactly(Outcome.FIRED,
				Outcome.WAITING, Outcome.WAITING);
		assertThat(stored("ALLOW").lastTick()).isEqualTo(ticks[2]);
		assertThat(stored("SKIP").lastTick()).isEqualTo(due);
		assertThat(stored("QUEUE").waiting()).isEqualTo(ticks[2]);
		assertThat(jobs()).hasSize(5);
	}

	@Test
	void ticksDoNotPileUpInAPausedQueue() {
		this.store.actions().pause(QUEUE);
		Instant due = now();
		put(NAME, due);
		for (int i = 0; i < 5; i++) {
			fire(firing(stored(NAME), due, Overlap.SKIP, due));
		}
		assertThat(jobs()).hasSize(1);
	}

	@Test
	void newestRunsAreKept() {
		Instant due = now();
		put(NAME, due);
		for (int i = 0; i < 12; i++) {
			StoredSchedule schedule = stored(NAME);
			fire(new ScheduleFiring(schedule, due, Overlap.ALLOW, due.plusMillis(2 * i),
					firing(schedule, due, Overlap.ALLOW, due.plusMillis(2 * i + 1)).ticks()));
		}
		List<Run> runs = stored(NAME).runs();
		assertThat(runs).hasSize(StoredSchedule.RUNS);
		assertThat(runs).extracting(Run::tick)
			.containsExactlyElementsOf(
					IntStream.range(0, StoredSchedule.RUNS).mapToObj((i) -> due.plusMillis(23 - i)).toList());
		assertThat(runs).extracting(Run::outcome)
			.containsOnly(Outcome.FIRED, Outcome.MISSED)
			.startsWith(Outcome.FIRED, Outcome.MISSED);
	}

	@Test
	void severalSchedulesAreFiredByOneCall() {
		Instant due = now();
		List<StoredSchedule> all = IntStream.range(0, 150).mapToObj((i) -> put("schedule-" + i, due)).toList();
		StoredSchedule changed = all.get(70);
		fire(firing(changed, due.plus(LONG), Overlap.SKIP, due));
		List<FiringResult> results = this.schedules
			.fire(all.stream().map((each) -> firing(each, due.plus(LONG), Overlap.SKIP, due)).toList());
		assertThat(IntStream.range(0, 150).filter((i) -> !results.get(i).applied())).containsExactly(70);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(150);
		assertThat(due()).isEmpty();
	}

	/** Four workers, some of which die between their look and their firing. */
	@Test
	void eachTickFiresOnce() throws Exception {
		int ticks = 200;
		Instant start = now().minusMillis(ticks);
		put(NAME, start);
		ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
		List<Thread> workers = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> {
			try {
				fireUntil(start.plusMillis(ticks));
			}
			catch (Throwable ex) {
				failures.add(ex);
			}
		})).toList();
		workers.forEach(Thread::start);
		for (Thread worker : workers) {
			worker.join();
		}
		assertThat(failures).isEmpty();
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(ticks);
		assertThat(stored(NAME).lastTick()).isEqualTo(start.plusMillis(ticks - 1));
	}

	private void fireUntil(Instant end) {
		while (true) {
			List<StoredSchedule> due = this.schedules.look(List.of(QUEUE), 10).due();
			if (due.isEmpty()) {
				return;
			}
			if (ThreadLocalRandom.current().nextInt(10) == 0) {
				continue;
			}
			Instant tick = due.get(0).due();
			Instant next = tick.plusMillis(1);
			fire(firing(due.get(0), next.isBefore(end) ? next : null, Overlap.ALLOW, tick));
		}
	}

	@Test
	void firingAndPuttingRace() throws Exception {
		Instant due = now();
		put(NAME, due);
		int[] written = new int[1];
		Thread operator = new Thread(() -> {
			for (int i = 0; i < 50; i++) {
				StoredSchedule schedule = stored(NAME);
				if (this.schedules.write(next(schedule, QUEUE, due, "print"), schedule.revision(), false)) {
					written[0]++;
				}
			}
		});
		operator.start();
		int fired = 0;
		for (int i = 0; i < 50; i++) {
			fired += fire(firing(stored(NAME), due, Overlap.ALLOW, due)).applied() ? 1 : 0;
		}
		operator.join();
		assertThat(stored(NAME).revision()).isEqualTo(1 + written[0] + fired);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(fired);
	}

}
