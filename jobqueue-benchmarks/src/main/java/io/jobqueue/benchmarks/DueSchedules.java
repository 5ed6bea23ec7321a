package io.jobqueue.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.Pause;
import io.jobqueue.benchmarks.library.Application;
import io.jobqueue.benchmarks.library.Nothing;
import io.jobqueue.benchmarks.server.Redis;
import io.jobqueue.schedule.ScheduleTimer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures how long it takes to fire many schedules that are due at once, by one worker
 * and by four workers together. The queue is paused, so that no job runs meanwhile. The
 * argument is the number of schedules, 10,000 by default.
 */
public final class DueSchedules {

	private static final int SCHEDULES = 10_000;

	private static final int WORKERS = 4;

	private static final int PAGE = 1000;

	private DueSchedules() {
	}

	public static void main(String[] arguments) {
		int schedules = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : SCHEDULES;
		try (Redis redis = new Redis()) {
			for (int workers : new int[] { 1, WORKERS }) {
				redis.empty();
				System.out.println(run(redis(redis), schedules, workers));
			}
		}
	}

	/** Return what selects a store on Redis. */
	public static List<String> redis(Redis redis) {
		return List.of("spring.data.redis.url=redis://" + redis.address(),
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
	}

	/**
	 * Run with a store that has no schedules yet.
	 * @param properties what selects the store
	 * @param schedules the number of schedules
	 * @param workers the number of workers
	 * @return the result as one line
	 */
	public static String run(List<String> properties, int schedules, int workers) {
		List<ConfigurableApplicationContext> applications = new ArrayList<>();
		try {
			IntStream.range(0, workers).forEach((i) -> applications.add(start(properties)));
			List<ScheduleTimer> timers = applications.stream()
				.map((application) -> application.getBean(ScheduleTimer.class))
				.toList();
			ConfigurableApplicationContext first = applications.get(0);
			first.getBean(JobOperator.class).pause(Nothing.QUEUE);
			timers.forEach(ScheduleTimer::stop);
			StoreBackend store = first.getBean(StoreBackend.class);
			makeDue(first.getBean(JobSchedules.class), store, schedules);
			long start = System.nanoTime();
			timers.forEach(ScheduleTimer::start);
			while (store.queries().queue(Nothing.QUEUE).size(JobStatus.QUEUED) < schedules) {
				Pause.of(Duration.ofMillis(5));
			}
			return "%d schedules due at once, %d workers: fired in %d ms".formatted(schedules, workers,
					Duration.ofNanos(System.nanoTime() - start).toMillis());
		}
		finally {
			applications.forEach(ConfigurableApplicationContext::close);
		}
	}

	private static ConfigurableApplicationContext start(List<String> properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "jobqueue.default-queue=" + Nothing.QUEUE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	/** Write schedules with the definition of one that was checked, all due now. */
	private static void makeDue(JobSchedules schedules, StoreBackend store, int count) {
		schedules.put(Definition.of("model", JobRequest.of(Nothing.class, new Nothing.Payload(Contender.text(100))))
			.withEvery(Duration.ofHours(1)));
		ScheduleStore stored = store.part(ScheduleStore.class);
		String definition = stored.list(null, PAGE).get(0).definition();
		Instant due = store.queries().now();
		IntStream.range(0, count)
			.parallel()
			.forEach((i) -> stored.write(new StoredSchedule("schedule-" + i, Nothing.QUEUE, 1, due, null, null, null,
					"", definition, "", null, List.of()), 0, false));
	}

}
