package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.Pause;
import io.jobqueue.benchmarks.library.Application;
import io.jobqueue.benchmarks.library.Nothing;
import io.jobqueue.benchmarks.server.Redis;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures what it costs that jobs belong to a batch: the same jobs in three queues, with
 * and without a batch that one job follows, in turn, while a worker runs them. Arguments:
 * the number of jobs, 100,000 by default, and of rounds, of which the first warms up.
 */
public final class FlowCosts {

	private static final int JOBS = 100_000;

	private static final int ROUNDS = 3;

	private static final int CHUNK = 1000;

	private static final List<String> QUEUES = List.of("flow-a", "flow-b", "flow-c");

	private final JobDispatcher jobs;

	private final JobExplorer explorer;

	private FlowCosts(ConfigurableApplicationContext application) {
		this.jobs = application.getBean(JobDispatcher.class);
		this.explorer = application.getBean(JobExplorer.class);
	}

	public static void main(String[] arguments) {
		try (Redis redis = new Redis()) {
			run("Redis", DueSchedules.redis(redis), arguments);
		}
	}

	/**
	 * Measure and print.
	 * @param name the name of the store
	 * @param properties what selects the store
	 * @param arguments the number of jobs and of rounds, each may be missing
	 */
	public static void run(String name, List<String> properties, String... arguments) {
		int count = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : JOBS;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : ROUNDS;
		try (ConfigurableApplicationContext application = start(properties)) {
			FlowCosts costs = new FlowCosts(application);
			for (int round = 0; round <= rounds; round++) {
				Times plain = costs.plain(count);
				Times flow = costs.flow(count);
				if (round > 0) {
					System.out.printf("%s, %,d jobs in %d queues: %s; as a batch %s; %.2f and %.2f times as long%n",
							name, count, QUEUES.size(), plain, flow, flow.dispatched / plain.dispatched,
							flow.ended / plain.ended);
				}
			}
		}
	}

	private static ConfigurableApplicationContext start(List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.add("spring.main.banner-mode=off");
		all.add("logging.level.root=warn");
		// All that end are counted, so all are kept.
		all.add("jobqueue.retention.success.count=10000000");
		QUEUES.forEach((queue) -> all.add("jobqueue.queues." + queue + ".concurrency=10"));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	private static List<JobRequest> requests(int count) {
		Nothing.Payload payload = new Nothing.Payload(Contender.text(100));
		return IntStream.range(0, count)
			.mapToObj((i) -> JobRequest.of(Nothing.class, payload).onQueue(QUEUES.get(i % QUEUES.size())))
			.toList();
	}

	private Times plain(int count) {
		List<JobRequest> requests = requests(count);
		long before = ended();
		long start = System.nanoTime();
		for (int from = 0; from < count; from += CHUNK) {
			this.jobs.dispatchAll(requests.subList(from, Math.min(count, from + CHUNK)));
		}
		double dispatched = seconds(start);
		while (ended() < before + count) {
			Pause.of(Duration.ofMillis(5));
		}
		return new Times(dispatched, seconds(start));
	}

	private long ended() {
		return QUEUES.stream().mapToLong((queue) -> this.explorer.queue(queue).size(JobStatus.SUCCESS)).sum();
	}

	private Times flow(int count) {
		List<JobRequest> requests = requests(count);
		JobRequest follower = requests(1).get(0);
		long start = System.nanoTime();
		FlowId id = this.jobs.batch(requests).onSuccess(follower).dispatch();
		double dispatched = seconds(start);
		FlowInfo flow;
		do {
			Pause.of(Duration.ofMillis(5));
			flow = this.explorer.flow(id).orElseThrow();
		}
		while (!flow.status().isOver());
		return new Times(dispatched, seconds(start));
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	/**
	 * When all jobs were dispatched, and when all had ended.
	 *
	 * @param dispatched the first time, in seconds
	 * @param ended the second time, in seconds
	 */
	private record Times(double dispatched, double ended) {

		@Override
		public String toString() {
			return "dispatched in %.2f s, ended in %.2f s".formatted(this.dispatched, this.ended);
		}

	}

}
