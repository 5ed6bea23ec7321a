package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StatusRetention;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.testsupport.TestRedis;

import io.lettuce.core.api.async.RedisServerAsyncCommands;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No script keeps Redis busy for long, however full the queue is.
 */
class RedisSlowLogTests {

	private static final String QUEUE = "q";

	private static final int ROUNDS = 10;

	private static final JobError ERROR = new JobError("java.io.IOException", "gone", "at a.B");

	@Test
	void noScriptIsSlowOnALargeQueue() throws Exception {
		try (TestRedis redis = TestRedis.start("slowlog-log-slower-than -1");
				RedisConnection connection = redis.connectionFactory().getConnection()) {
			StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), "slow");
			fill(store);
			connection.serverCommands().setConfig("slowlog-log-slower-than", "5000");
			traffic(store);
			// What is slow for the size of the queue is so in each round, other than by a
			// busy machine.
			assertThat(slow(connection)).allSatisfy((script, times) -> assertThat(times).isLessThan(ROUNDS / 2));
		}
	}

	/** How often each script is in the log, by the name it was called by. */
	private static Map<String, Long> slow(RedisConnection connection) throws Exception {
		RedisServerAsyncCommands<?, ?> commands = (RedisServerAsyncCommands<?, ?>) connection.getNativeConnection();
		return commands.slowlogGet()
			.get(5, TimeUnit.SECONDS)
			.stream()
			.map((entry) -> (List<?>) ((List<?>) entry).get(3))
			.filter((command) -> Text.string(command.get(0)).startsWith("EVAL"))
			.collect(Collectors.groupingBy((command) -> name(Text.string(command.get(1))), Collectors.counting()));
	}

	private static String name(String sha) {
		return Stream.of(Script.values()).filter((script) -> script.sha().equals(sha)).findFirst().orElseThrow().name();
	}

	private static void fill(StoreBackend store) {
		store.jobs().insert(TestJobs.jobs(QUEUE, 250_000, "{\"user\":1}"));
		for (int ended = 0; ended < 50_000; ended += 1_000) {
			List<ClaimedJob> jobs = claim(store, 1_000);
			store.jobs().finish(QUEUE, "w", jobs.stream().map((job) -> Outcome.success(job, "1")).toList());
		}
	}

	private static void traffic(StoreBackend store) {
		for (int round = 0; round < ROUNDS; round++) {
			store.jobs().insert(TestJobs.jobs(QUEUE, 500, "{\"user\":1}"));
			List<ClaimedJob> jobs = claim(store, 200);
			store.jobs().finish(QUEUE, "w", jobs.stream().map((job) -> outcome(job)).toList());
			store.maintenance().promote(QUEUE, 500);
			store.maintenance().reclaim(QUEUE, 5, 500);
			store.maintenance()
				.prune(QUEUE, Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ofDays(1), 10_000)), 500);
			store.browser().queue(QUEUE);
			store.browser().failures();
			for (JobInfo job : store.browser().search(JobQuery.all().withStatus(JobStatus.FAILED)).jobs()) {
				store.control().requeue(job.id());
				store.control().cancel(job.id());
				store.control().delete(job.id());
			}
		}
	}

	private static Outcome outcome(ClaimedJob job) {
		return switch (Math.floorMod(job.id().hashCode(), 3)) {
			case 0 -> Outcome.retry(job, Duration.ZERO, ERROR);
			case 1 -> Outcome.end(job, JobStatus.FAILED, ERROR);
			default -> Outcome.success(job, "1");
		};
	}

	private static List<ClaimedJob> claim(StoreBackend store, int limit) {
		return store.jobs().claim(new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(5))).jobs();
	}

}
