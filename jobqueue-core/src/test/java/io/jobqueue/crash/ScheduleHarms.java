package io.jobqueue.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSchedule;
import io.jobqueue.crash.WorkerSettings.Traits;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that are killed while they fire schedules: the same day for every store.
 */
abstract class ScheduleHarms {

	/** How often each schedule ticks. */
	static final Duration INTERVAL = Duration.ofMillis(100);

	private static final int SCHEDULES = 5;

	private static final int WORKERS = 4;

	/** A store of its own for one day. */
	abstract CrashStore store(Scene scene);

	@BadDay
	void killedWhileTheyFire(Scene scene) throws InterruptedException {
		scene.on(store(scene));
		List<WorkerProcess> alive = new ArrayList<>();
		for (int round = 0; round < WORKERS + Form.count(2, 12); round++) {
			alive.add(worker(scene, round));
			if (alive.size() == WORKERS) {
				scene.awaitStarts(alive.get(WORKERS - 1).id(), 5);
				Scene.last(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)));
				kill(alive.remove(ThreadLocalRandom.current().nextInt(WORKERS)));
			}
		}
		for (WorkerProcess worker : alive) {
			kill(worker);
		}
		List<JobInfo> jobs = jobs(scene);
		for (int i = 0; i < SCHEDULES; i++) {
			StoredSchedule schedule = stored(scene, "schedule-" + i);
			assertThat(ticks(jobs, schedule.name())).as(schedule.name())
				.hasSizeGreaterThan(20)
				.isEqualTo(planned(ticks(jobs, schedule.name()).get(0), Objects.requireNonNull(schedule.lastTick())));
		}
	}

	private static WorkerProcess worker(Scene scene, int number) {
		return scene.worker("w" + number,
				(settings) -> settings.withTraits(new Traits(Duration.ZERO, false, SCHEDULES)));
	}

	private static void kill(WorkerProcess victim) throws InterruptedException {
		victim.kill();
		assertThat(victim.awaitExit(Duration.ofSeconds(10))).isTrue();
	}

	private static List<JobInfo> jobs(Scene scene) {
		List<JobInfo> jobs = new ArrayList<>();
		@Nullable String cursor = null;
		do {
			JobPage page = new JobSearch(scene.backend().queries())
				.search(JobQuery.all().withLimit(1000).after(cursor));
			jobs.addAll(page.jobs());
			cursor = page.next();
		}
		while (cursor != null);
		return jobs;
	}

	private static StoredSchedule stored(Scene scene, String name) {
		return Objects.requireNonNull(scene.backend().part(ScheduleStore.class).find(List.of(name)).get(name));
	}

	/** The ticks that have a job, each as often as it has one. */
	private static List<Instant> ticks(List<JobInfo> jobs, String schedule) {
		return jobs.stream()
			.filter((job) -> schedule.equals(job.headers().get(JobSchedule.HEADER)))
			.map((job) -> Instant.parse(Objects.requireNonNull(job.headers().get(JobSchedule.TICK_HEADER))))
			.sorted()
			.toList();
	}

	private static List<Instant> planned(Instant first, Instant last) {
		return Stream.iterate(first, (tick) -> !tick.isAfter(last), (tick) -> tick.plus(INTERVAL)).toList();
	}

}
