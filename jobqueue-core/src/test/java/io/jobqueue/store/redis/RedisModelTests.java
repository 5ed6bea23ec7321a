package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random operations on a few jobs, with what must hold after each.
 */
class RedisModelTests {

	private static final String QUEUE = "model";

	private final List<JobId> ids = new ArrayList<>();

	private final List<ClaimedJob> held = new ArrayList<>();

	private final Map<JobId, Integer> deliveries = new HashMap<>();

	private StoreBackend store;

	private Random random;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void everyJobIsInExactlyOnePlace(long seed) {
		walk(TestRedis.shared().connectionFactory(), seed, 600);
	}

	@Test
	void everyJobIsInExactlyOnePlaceOfACluster() {
		walk(TestRedisCluster.shared().connectionFactory(), 5, 300);
	}

	private void walk(RedisConnectionFactory factory, long seed, int steps) {
		this.store = new RedisStoreBackend(factory, TestRedis.namespace());
		this.random = new Random(seed);
		for (int step = 0; step < steps; step++) {
			act();
			if (step % 10 == 0) {
				check();
			}
		}
		check();
	}

	private void act() {
		switch (this.random.nextInt(9)) {
			case 0, 1 -> insert();
			case 2, 3 -> claim(Duration.ofMinutes(1));
			case 4, 5 -> finish();
			case 6 -> this.store.actions().cancel(any());
			case 7 -> this.store.actions().requeue(any());
			default -> rare();
		}
	}

	private void rare() {
		switch (this.random.nextInt(5)) {
			case 0 -> {
				JobId id = any();
				if (this.store.actions().delete(id) != JobStatus.STARTED) {
					this.ids.remove(id);
				}
			}
			case 1 -> this.store.maintenance().promote(QUEUE, 3);
			case 2 -> {
				claim(Duration.ofMillis(1));
				this.store.maintenance().reclaim(QUEUE, 2, 100);
			}
			case 3 -> this.store.maintenance()
				.prune(QUEUE, Map.of(JobStatus.CANCELLED, new StatusRetention(Duration.ofDays(1), 5)), 2);
			default -> this.store.feed().leave("w1", List.of(QUEUE));
		}
	}

	private JobId any() {
		return this.ids.isEmpty() ? JobId.of("none") : this.ids.get(this.random.nextInt(this.ids.size()));
	}

	private void insert() {
		long delay = (this.random.nextInt(3) == 0) ? 5 : 0;
		JobId id = TestJobs.id(QUEUE);
		this.store.intake().insert(List.of(TestJobs.job(id, QUEUE, "{}", this.random.nextInt(5), delay)));
		this.ids.add(id);
	}

	private void claim(Duration lease) {
		String worker = "w" + this.random.nextInt(3);
		hold(this.store.feed().claim(new ClaimRequest(QUEUE, worker, 3, lease)).jobs());
	}

	private void hold(List<ClaimedJob> jobs) {
		for (ClaimedJob job : jobs) {
			assertThat(job.delivery()).isGreaterThan(this.deliveries.getOrDefault(job.id(), 0));
			this.deliveries.put(job.id(), job.delivery());
			this.held.add(job);
		}
	}

	private void finish() {
		if (this.held.isEmpty()) {
			return;
		}
		ClaimedJob job = this.held.remove(this.random.nextInt(this.held.size()));
		JobError error = new JobError("E" + this.random.nextInt(3), "m", null);
		Outcome outcome = switch (this.random.nextInt(7)) {
			case 0 -> Outcome.success(job, "1");
			case 1 -> Outcome.end(job, JobStatus.MAX_RETRIES, error);
			case 2 -> Outcome.retry(job, Duration.ofMillis(this.random.nextInt(5)), error);
			case 3 -> Outcome.interrupted(job);
			case 4 -> Outcome.giveBack(job.id(), job.delivery());
			case 5 -> Outcome.unknownTask(job, Duration.ofMillis(2));
			default -> Outcome.end(job, JobStatus.TIMEOUT, null);
		};
		for (int worker = 0; worker < 3; worker++) {
			if (this.random.nextBoolean()) {
				this.store.feed().finish(QUEUE, "w" + worker, List.of(outcome));
			}
			else {
				ClaimRequest request = new ClaimRequest(QUEUE, "w" + worker, 2, Duration.ofMinutes(1));
				hold(this.store.feed().exchange(request, List.of(outcome)).claimed().jobs());
			}
		}
	}

	private void check() {
		Map<JobStatus, Long> listed = new HashMap<>();
		Map<String, Long> failures = new HashMap<>();
		int found = 0;
		String cursor = null;
		do {
			var page = this.store.queries().search(JobQuery.all().withLimit(20).after(cursor));
			for (JobInfo job : page.jobs()) {
				found++;
				listed.merge(job.status(), 1L, Long::sum);
				if (job.status().isDeadLetter()) {
					failures.merge((job.error() != null) ? job.error().type() : "", 1L, Long::sum);
				}
			}
			cursor = page.next();
		}
		while (cursor != null);
		Map<JobStatus, Long> sizes = new HashMap<>(this.store.queries().queue(QUEUE).sizes());
		sizes.values().removeIf((size) -> size == 0);
		assertThat(sizes).isEqualTo(listed);
		Map<JobId, JobInfo> known = this.store.queries().find(this.ids);
		assertThat(found).isEqualTo(known.size());
		this.ids.retainAll(known.keySet());
		Map<String, Long> counted = new HashMap<>();
		for (FailureGroup group : this.store.queries().failures()) {
			counted.merge(group.errorType(), group.count(), Long::sum);
		}
		assertThat(counted).isEqualTo(failures);
	}

}
