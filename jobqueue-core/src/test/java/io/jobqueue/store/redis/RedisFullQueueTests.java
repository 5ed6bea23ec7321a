package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operation costs Redis does not depend on how full the queue is. The full form
 * has a million jobs that wait for their time and a million that have ended.
 */
@Tag("bad-day")
class RedisFullQueueTests {

	private static final String QUEUE = "q";

	private static final int SIZE = "full".equals(System.getProperty("bad-days.form")) ? 1_000_000 : 50_000;

	/** Enough for all that is deleted in turn, and a tenth of the others. */
	private static final int FEW = 5_000;

	/**
	 * A larger hash or set costs more by its depth and what the processor's cache lacks.
	 */
	private static final int LARGEST_RATIO = 3;

	private static final int RUNS = 9;

	/** At least the largest batch of each script, and few calls more. */
	private static final int BULK = 250;

	/** More than the last operations, which requeue, cancel and delete, take. */
	private static final int KEPT = 500;

	private static final JobError ERROR = new JobError("java.io.IOException", "gone".repeat(50),
			"at a.B\n".repeat(1_000));

	private static final Runnable NOTHING = () -> {
	};

	private List<ClaimedJob> held = List.of();

	private int priority;

	@Test
	void noOperationCostsMoreOnALargeQueue() throws Exception {
		try (TestRedis redis = TestRedis.start();
				RedisConnection connection = redis.connectionFactory().getConnection()) {
			Map<String, Long> small = costs(redis, connection, FEW);
			Map<String, Long> large = costs(redis, connection, SIZE);
			assertThat(large).hasSizeGreaterThan(10)
				.allSatisfy((operation, micros) -> assertThat(micros).isLessThan(LARGEST_RATIO * small.get(operation)));
		}
	}

	private Map<String, Long> costs(TestRedis redis, RedisConnection connection, int size) throws Exception {
		StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), "size" + size);
		fill(store, size);
		ServerCosts costs = new ServerCosts(connection);
		work(store, costs);
		upkeep(store, costs);
		look(store, costs);
		System.out.println(size + " scheduled and as many ended jobs\n" + costs.report());
		return costs.cpuMicros();
	}

	private static void fill(StoreBackend store, int size) {
		int batch = Math.min(size, 10_000);
		for (int i = 0; i < size; i += batch) {
			store.intake().insert(later(batch, Duration.ofDays(1)));
			store.intake().insert(TestJobs.jobs(QUEUE, batch, "{\"user\":1}"));
			for (List<ClaimedJob> jobs = claim(store, 1_000); !jobs.isEmpty(); jobs = claim(store, 1_000)) {
				store.feed().finish(QUEUE, "w", jobs.stream().map(RedisFullQueueTests::end).toList());
			}
		}
	}

	private void work(StoreBackend store, ServerCosts costs) throws Exception {
		costs.measure("insert", RUNS, NOTHING,
				() -> store.intake().insert(TestJobs.jobs(QUEUE, BULK, "{\"user\":\"" + "x".repeat(80) + "\"}")));
		costs.measure("insert for later", RUNS, NOTHING, () -> store.intake().insert(later(BULK, Duration.ofDays(1))));
		costs.measure("insert of 1 KB each", RUNS, NOTHING,
				() -> store.intake().insert(TestJobs.jobs(QUEUE, BULK, "\"" + "x".repeat(1_000) + "\"")));
		costs.measure("insert, claim and finish of 15 KB each", RUNS, NOTHING, () -> {
			store.intake().insert(TestJobs.jobs(QUEUE, BULK, "\"" + "x".repeat(15_000) + "\""));
			store.feed()
				.finish(QUEUE, "w", claim(store, BULK).stream().map((job) -> Outcome.success(job, null)).toList());
		});
		claimed(store, costs, "claim and finish", (job) -> Outcome.success(job, "\"" + "y".repeat(80) + "\""));
		claimed(store, costs, "claim and retry", (job) -> Outcome.retry(job, Duration.ofHours(1), ERROR));
		claimed(store, costs, "claim and fail", (job) -> Outcome.end(job, JobStatus.FAILED, ERROR));
		claimed(store, costs, "claim and interrupt", Outcome::interrupted);
		costs.measure("claim of interrupted", 1, NOTHING, () -> this.held = claim(store, BULK));
		costs.measure("renew", RUNS, NOTHING, () -> store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w", "h", 1, Instant.EPOCH), Duration.ofMinutes(5),
					List.of(TestRenewals.container(QUEUE, BULK,
							this.held.stream().collect(Collectors.toMap(ClaimedJob::id, (job) -> 1)), this.held.stream()
								.collect(Collectors.toMap(ClaimedJob::id, (job) -> new JobProgress(0.5, "half"))))))));
		costs.measure("claim of due", RUNS, () -> due(store), () -> store.feed()
			.finish(QUEUE, "w", claim(store, BULK).stream().map((job) -> Outcome.success(job, null)).toList()));
	}

	private void claimed(StoreBackend store, ServerCosts costs, String operation, Function<ClaimedJob, Outcome> outcome)
			throws Exception {
		costs.measure(operation, RUNS, () -> store.intake().insert(TestJobs.jobs(QUEUE, BULK, "1")),
				() -> store.feed().finish(QUEUE, "w", claim(store, BULK).stream().map(outcome).toList()));
	}

	private void upkeep(StoreBackend store, ServerCosts costs) throws Exception {
		costs.measure("promote", RUNS, () -> due(store), () -> store.maintenance().promote(QUEUE, BULK));
		costs.measure("reclaim", RUNS, () -> lose(store), () -> store.maintenance().reclaim(QUEUE, 5, BULK));
		costs.measure("reclaim of poison", RUNS, () -> lose(store), () -> store.maintenance().reclaim(QUEUE, 1, BULK));
		for (JobStatus status : List.of(JobStatus.SUCCESS, JobStatus.FAILED)) {
			costs.measure("prune " + status, RUNS, NOTHING, () -> store.maintenance()
				.prune(QUEUE, Map.of(status, new StatusRetention(Duration.ofDays(1), KEPT)), 500));
		}
	}

	private void look(StoreBackend store, ServerCosts costs) throws Exception {
		costs.measure("count", RUNS, NOTHING, () -> store.queries().queue(QUEUE));
		costs.measure("failures", RUNS, NOTHING, () -> store.queries().failures());
		costs.measure("search", RUNS, NOTHING, () -> search(store));
		costs.measure("requeue, cancel, delete", 1, NOTHING, () -> {
			for (JobInfo job : page(store, JobStatus.FAILED, null).jobs()) {
				store.actions().requeue(job.id());
				store.actions().cancel(job.id());
				store.actions().delete(job.id());
			}
		});
	}

	private static void search(StoreBackend store) {
		for (JobStatus status : JobStatus.values()) {
			String next = null;
			for (int page = 0; page < 3; page++) {
				JobPage found = page(store, status, next);
				store.queries().find(found.jobs().stream().map(JobInfo::id).toList());
				next = found.next();
				if (next == null) {
					break;
				}
			}
		}
	}

	private static JobPage page(StoreBackend store, JobStatus status, String after) {
		return new JobSearch(store.queries()).search(JobQuery.all().withStatus(status).withLimit(100).after(after));
	}

	/** New jobs, before all that were lost earlier. */
	private void lose(StoreBackend store) {
		int priority = ++this.priority;
		store.intake()
			.insert(IntStream.range(0, BULK)
				.mapToObj((i) -> TestJobs.job(TestJobs.id(QUEUE), QUEUE, "1", priority, 0))
				.toList());
		assertThat(store.feed().claim(new ClaimRequest(QUEUE, "lost", BULK, Duration.ZERO)).jobs()).hasSize(BULK);
	}

	private static void due(StoreBackend store) {
		store.intake().insert(later(BULK, Duration.ofMillis(1)));
	}

	private static List<NewJob> later(int count, Duration delay) {
		List<NewJob> jobs = new ArrayList<>();
		for (NewJob job : TestJobs.jobs(QUEUE, count, "{\"user\":1}")) {
			jobs.add(new NewJob(job.id(), job.queue(), job.details(), delay, null));
		}
		return jobs;
	}

	private static Outcome end(ClaimedJob job) {
		return (Math.floorMod(job.id().hashCode(), 10) == 0) ? Outcome.end(job, JobStatus.FAILED, ERROR)
				: Outcome.success(job, "1");
	}

	private static List<ClaimedJob> claim(StoreBackend store, int limit) {
		return store.feed().claim(new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(5))).jobs();
	}

}
