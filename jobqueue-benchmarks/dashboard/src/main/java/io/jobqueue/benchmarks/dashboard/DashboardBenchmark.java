package io.jobqueue.benchmarks.dashboard;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.dashboard.dataset.DataSet;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.NewJob;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the API of each view with viewers who poll, beside many jobs in all states,
 * and a drain with and without the viewers. Arguments: the number of jobs, of viewers, of
 * seconds for each view, of jobs to drain, of rounds, and the stores {@code redis} and
 * {@code postgresql}.
 */
public final class DashboardBenchmark {

	private static final int CHUNK = 1_000;

	private static final int CONCURRENCY = 50;

	private static final int WARM_UP_SECONDS = 2;

	/** Maintenance and autovacuum have been at work once. */
	private static final int SETTLE_SECONDS = 90;

	private final ConfigurableApplicationContext application;

	private final URI base;

	private final int viewers;

	private int drains;

	private DashboardBenchmark(ConfigurableApplicationContext application, int viewers) {
		this.application = application;
		this.viewers = viewers;
		this.base = URI.create("http://127.0.0.1:%s/jobqueue/"
			.formatted(application.getEnvironment().getProperty("local.server.port")));
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		List<String> all = List.of(arguments);
		List<Integer> numbers = all.stream().filter((each) -> each.matches("\\d+")).map(Integer::valueOf).toList();
		List<Integer> given = numbers.isEmpty() ? List.of(1_000_000, 20, 20, 200_000, 5) : numbers;
		if (given.size() != 5) {
			throw new IllegalArgumentException(
					"Give five numbers or none: jobs, viewers, seconds, jobs to drain, rounds");
		}
		if (given.contains(0)) {
			throw new IllegalArgumentException("Each of the five numbers is at least 1, but they were " + given);
		}
		List<String> stores = all.stream().filter((each) -> !each.matches("\\d+")).toList();
		for (String name : stores.isEmpty() ? List.of("redis", "postgresql") : stores) {
			try (BenchmarkStore store = BenchmarkStore.start(name);
					ConfigurableApplicationContext application = start(store)) {
				long start = System.nanoTime();
				DataSet.fill(application.getBean(StoreBackend.class), given.get(0));
				System.out.printf("%s: %,d jobs in %d s%n", name, given.get(0), seconds(start));
				TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
				DashboardBenchmark benchmark = new DashboardBenchmark(application, given.get(1));
				benchmark.views(name, given.get(2));
				benchmark.drains(name, given.get(3), given.get(4));
			}
		}
	}

	private static long seconds(long start) {
		return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
	}

	private static ConfigurableApplicationContext start(BenchmarkStore store) {
		List<String> properties = new ArrayList<>(store.properties());
		properties.addAll(List.of("spring.main.banner-mode=off", "server.port=0", "server.address=127.0.0.1",
				"jobqueue.dashboard.enabled=true", "jobqueue.dashboard.anonymous=view", "logging.level.root=warn",
				"jobqueue.retention.success.count=10000000", "jobqueue.queues.drained.concurrency=" + CONCURRENCY));
		return new SpringApplicationBuilder(DrainedApplication.class).web(WebApplicationType.SERVLET)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	private Map<String, String> addresses() {
		JobId job = this.application.getBean(JobExplorer.class)
			.summaries(JobQuery.all().inQueue("orders").withStatus(JobStatus.FAILED))
			.jobs()
			.get(0)
			.id();
		Map<String, String> views = new LinkedHashMap<>();
		List.of("overview", "queues", "failures", "schedules", "workers", "tasks", "limits")
			.forEach((view) -> views.put(view, "api/" + view));
		views.put("statistics of an hour", "api/statistics?period=1h");
		views.put("statistics of three days", "api/statistics?period=72h");
		views.put("jobs", "api/jobs");
		views.put("jobs of a status", "api/jobs?status=FAILED&status=TIMEOUT");
		views.put("jobs of a queue", "api/jobs?queue=orders&status=QUEUED");
		views.put("jobs of a task", "api/jobs?queue=orders&status=QUEUED&task=charge");
		views.put("count of dead letters of a task",
				"api/jobs/count?status=FAILED&status=TIMEOUT&status=MAX_RETRIES&task=charge");
		views.put("search of a text that nothing has", "api/jobs?text=none-has-this");
		views.put("job", "api/jobs/" + job);
		return views;
	}

	/**
	 * All viewers look at one view at a time, so that each view is measured by itself.
	 */
	private void views(String store, int seconds) throws InterruptedException {
		Map<String, String> addresses = addresses();
		Times alone = new Times();
		for (String view : addresses.keySet()) {
			Map<String, String> one = Map.of(view, addresses.getOrDefault(view, ""));
			look(one, WARM_UP_SECONDS);
			look(one, seconds).addTo(alone);
		}
		alone.print(store + ", %d viewers of one view".formatted(this.viewers));
	}

	private Times look(Map<String, String> views, int seconds) throws InterruptedException {
		try (Viewers all = new Viewers(this.viewers, this.base, views)) {
			Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
			return all.times();
		}
	}

	/** The first round is to warm up. */
	private void drains(String store, int jobs, int rounds) throws InterruptedException {
		Map<String, String> addresses = addresses();
		List<Double> ratios = new ArrayList<>();
		Times beside = new Times();
		for (int round = 0; round <= rounds; round++) {
			double without = drain(jobs);
			double with;
			try (Viewers all = new Viewers(this.viewers, this.base, addresses)) {
				with = drain(jobs);
				all.times().addTo(beside);
			}
			if (round > 0) {
				ratios.add(with / without);
				System.out.printf("%s: drain %.0f jobs/s, with %d viewers %.0f jobs/s, ratio %.3f%n", store, without,
						this.viewers, with, with / without);
			}
		}
		ratios.sort(null);
		System.out.printf("%s: median ratio %.3f (%.3f-%.3f)%n", store, ratios.get(ratios.size() / 2), ratios.get(0),
				ratios.get(ratios.size() - 1));
		beside.print(store + ", all views beside a drain");
	}

	/** Insert jobs while the queue is paused, and return how many end in a second. */
	private double drain(int jobs) throws InterruptedException {
		StoreBackend store = this.application.getBean(StoreBackend.class);
		DrainedApplication.Nothing task = this.application.getBean(DrainedApplication.Nothing.class);
		store.actions().pause(DrainedApplication.QUEUE);
		int drain = this.drains++;
		for (int from = 0; from < jobs; from += CHUNK) {
			List<NewJob> chunk = new ArrayList<>();
			for (int i = from; i < from + CHUNK; i++) {
				JobId id = JobId.of("%s-%013d%013d".formatted(DrainedApplication.QUEUE, drain, i));
				chunk.add(new NewJob(id, DrainedApplication.QUEUE, DrainedApplication.TASK, "\"x\""));
			}
			store.intake().insert(chunk);
		}
		long target = task.count.sum() + jobs;
		long start = System.nanoTime();
		store.actions().resume(DrainedApplication.QUEUE);
		while (task.count.sum() < target) {
			Thread.sleep(5);
		}
		return jobs * 1e9 / (System.nanoTime() - start);
	}

}
