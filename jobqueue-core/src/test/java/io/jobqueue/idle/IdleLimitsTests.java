package io.jobqueue.idle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container makes at most one call a second, however many jobs limits hold back. Each
 * queue is served by an application of its own.
 */
@Tag("bad-day")
class IdleLimitsTests {

	private static final Duration TIME = Duration
		.ofSeconds("full".equals(System.getProperty("bad-days.form")) ? 90 : 10);

	/** What comes once a minute may all fall into a short time. */
	private static final int RARE = 4;

	private static final Duration LONG = Duration.ofHours(1);

	private static final int JOBS = 5;

	private static final String TENANT = "tenant=acme";

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Map<String, CountedCalls> counted = new LinkedHashMap<>();

	private final List<IdleApplication> applications = new ArrayList<>();

	private StoreBackend store;

	@AfterEach
	void close() {
		this.applications.parallelStream().forEach(IdleApplication::close);
		this.executor.shutdownNow();
	}

	@Test
	void onRedis() {
		assertIdle(new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace()));
	}

	@Test
	void onPostgres() {
		try (HikariDataSource pool = TestPostgres.pool(40)) {
			assertIdle(TestSchema.create(pool).store());
			this.applications.parallelStream().forEach(IdleApplication::close);
			this.applications.clear();
		}
	}

	private void assertIdle(StoreBackend store) {
		this.store = store;
		prepare();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> store.queries().workers().stream().filter((worker) -> !worker.containers().isEmpty()).count(),
					(workers) -> workers >= this.counted.size());
		// The first claims and renewals are made, and the short holds have ended.
		pass(Duration.ofSeconds(3));
		this.counted.values().forEach(CountedCalls::reset);
		pass(TIME);
		assertThat(this.counted).allSatisfy((queue, calls) -> assertThat(calls.sum()).as(calls::toString)
			.isBetween(1, (int) TIME.toSeconds() + RARE));
	}

	private void prepare() {
		Limit one = Limit.ofMaxRunning(1);
		Limit rare = Limit.ofRate(Rate.of("1/1d"));
		serve("full-queue", limit("", one), 1, List.of());
		serve("full-value", limit("tenant", one), 1, List.of());
		serve("full-value-fair",
				(rules) -> limit("tenant", one).apply(rules).withOrder(QueueRules.Order.FAIR, "tenant"), 1, List.of());
		serve("cooling-queue", limit("", rare), 1, List.of());
		serve("cooling-value", limit("tenant", rare), 1, List.of());
		serve("held-queue", UnaryOperator.identity(), 0, List.of(hold("", LONG)));
		serve("held-value", UnaryOperator.identity(), 0, List.of(hold(TENANT, LONG)));
		serve("held-value-lifo", (rules) -> rules.withOrder(QueueRules.Order.LIFO, null), 0,
				List.of(hold(TENANT, LONG)));
		Duration moment = Duration.ofMillis(200);
		serve("hold-that-ends", limit("tenant", one), 1, List.of(hold(TENANT, moment), hold("", moment)));
		serve("hold-that-ends-lifo", (rules) -> rules.withOrder(QueueRules.Order.LIFO, null), JOBS,
				List.of(hold(TENANT, moment), hold("", moment)));
		serve("stopped", limit("tenant", Limit.ofMaxRunning(0)), 0, List.of());
	}

	private static UnaryOperator<QueueRules> limit(String name, Limit limit) {
		return (rules) -> rules.withOperatorLimit(name, limit);
	}

	private Consumer<String> hold(String name, Duration time) {
		return (queue) -> this.store.part(LimitStore.class).holdBack(queue, name, time);
	}

	/** Another worker holds jobs of a queue; further ones wait for the limit. */
	private void serve(String queue, UnaryOperator<QueueRules> rules, int running, List<Consumer<String>> holds) {
		this.store.part(QueueRulesStore.class).update(queue, rules);
		this.store.intake().insert(IntStream.range(0, JOBS).mapToObj((i) -> job(queue, i)).toList());
		if (running > 0) {
			assertThat(this.store.feed().claim(new ClaimRequest(queue, "other-" + queue, JOBS, LONG)).jobs())
				.hasSize(running);
		}
		holds.forEach((hold) -> hold.accept(queue));
		CountedCalls calls = new CountedCalls(this.store);
		this.counted.put(queue, calls);
		this.applications.add(IdleApplication.start("w-" + queue, queue, calls, this.executor));
	}

	private static NewJob job(String queue, int number) {
		return new NewJob(JobId.of(queue + "-" + "%026d".formatted(number)), queue, JobDetails.of("task", "1"), null,
				null, JobTraits.NONE.withLimits(List.of(TENANT)));
	}

	private static void pass(Duration time) {
		Awaitility.await().atMost(time.plusSeconds(30)).pollDelay(time).until(() -> true);
	}

}
