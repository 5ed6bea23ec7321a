package io.jobqueue.flow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

/**
 * Prints what a batch in three queues costs beside plain jobs; run by hand with the name
 * of a store and the number of jobs.
 */
final class FlowCostCheck {

	private static final List<String> QUEUES = List.of("a", "b", "c");

	private static final MonotonicIds IDS = new MonotonicIds(InstantSource.system());

	private FlowCostCheck() {
	}

	public static void main(String[] arguments) {
		StoreBackend store = store(arguments[0]);
		int jobs = Integer.parseInt(arguments[1]);
		for (int round = 0; round < 3; round++) {
			double insert = seconds(() -> store.intake().insert(jobs(jobs)));
			double drain = seconds(() -> drain(store, false));
			FlowDriver driver = new FlowDriver(store, FlowOptions.DEFAULT);
			PreparedFlow flow = PreparedFlow.of(FlowId.of(IDS.next("flow").value()), List.of(jobs(jobs)),
					jobs(1).get(0), null, null);
			double create = seconds(() -> driver.create(flow));
			double run = seconds(() -> drain(store, true));
			if (driver.flows().find(flow.id()).orElseThrow().status() != FlowStatus.SUCCESS) {
				throw new IllegalStateException("The flow has not succeeded");
			}
			System.out.printf(Locale.ROOT,
					"%s, %,d jobs: plain insert %.2f s, drain %.2f s; batch: dispatch %.2f s, drain with relay %.2f s%n",
					arguments[0], jobs, insert, drain, create, run);
		}
		System.exit(0);
	}

	private static StoreBackend store(String name) {
		return switch (name) {
			case "redis" -> new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
			case "postgresql" -> postgres();
			case "memory" -> new MemoryStoreBackend(InstantSource.system());
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static StoreBackend postgres() {
		HikariDataSource dataSource = TestPostgres.pool(10);
		JdbcSchema.of(dataSource, JdbcSchema.DEFAULT_PREFIX).createMissing(dataSource);
		return new JdbcStoreBackend(dataSource, JdbcStoreOptions.DEFAULT);
	}

	private static List<NewJob> jobs(int count) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String queue = QUEUES.get(i % QUEUES.size());
			jobs.add(new NewJob(IDS.next(queue), queue, "task", "{\"number\":" + i + "}"));
		}
		return jobs;
	}

	private static void drain(StoreBackend store, boolean relays) {
		FlowDriver driver = new FlowDriver(store, FlowOptions.DEFAULT);
		int done;
		do {
			done = 0;
			for (String queue : QUEUES) {
				List<ClaimedJob> claimed = store.feed()
					.claim(new ClaimRequest(queue, "w", 100, Duration.ofSeconds(60)))
					.jobs();
				if (!claimed.isEmpty()) {
					store.feed().finish(queue, "w", claimed.stream().map((job) -> Outcome.success(job, null)).toList());
				}
				if (relays) {
					driver.relay(queue);
				}
				done += claimed.size();
			}
		}
		while (done > 0);
	}

	private static double seconds(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e9;
	}

}
