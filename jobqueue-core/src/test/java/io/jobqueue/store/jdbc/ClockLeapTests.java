package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.RateLimitResult;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.testsupport.LeapingClock;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock of the server leaps by an hour. */
@Tag("process")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClockLeapTests {

	private static final String QUEUE = "orders";

	private static final Duration LEASE = Duration.ofMinutes(5);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Limit TEN = Limit.ofRate(new Rate(10, Duration.ofSeconds(1)));

	private final AtomicInteger ids = new AtomicInteger();

	private HikariDataSource pool;

	private LeapingClock clock;

	private JdbcStoreBackend store;

	@BeforeEach
	void prepare() {
		this.pool = TestMariaDb.pool(10);
		this.clock = new LeapingClock(this.pool);
		TestSchema schema = TestSchema.create(this.pool);
		this.store = new JdbcStoreBackend(this.clock, schema.options());
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tenant", "" })
	void jobsThatWaitForARateGoOnAfterTheClockWasSetBack(String limit) {
		limit(limit, TEN);
		for (int i = 0; i < 6; i++) {
			insert("tenant=acme");
		}
		AtomicInteger started = new AtomicInteger(claim(6).size());
		assertThat(started.get()).isLessThan(6);
		this.clock.set(HOUR.negated());
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> started.addAndGet(claim(6).size()) == 6);
	}

	@Test
	void jobsThatWaitForARateGoOnAfterTheClockWasSetForward() {
		limit("tenant", TEN);
		for (int i = 0; i < 6; i++) {
			insert("tenant=acme");
		}
		AtomicInteger started = new AtomicInteger(claim(6).size());
		this.clock.set(HOUR);
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> started.addAndGet(claim(6).size()) == 6);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 1 })
	void aWorkerKeepsItsJobsWhenItRenewsItsLease(long hours) {
		insert();
		ClaimedJob job = claim(1).get(0);
		this.clock.set(Duration.ofHours(hours));
		RenewResult renewed = this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("worker", "host", 1, Instant.EPOCH), LEASE,
					List.of(TestRenewals.container(QUEUE, 8, Map.of(job.id(), job.delivery()), Map.of()))));
		assertThat(renewed.lost()).isEmpty();
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 10).requeued()).isZero();
		assertThat(this.store.feed().finish(QUEUE, "worker", List.of(Outcome.success(job, null))))
			.containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aLeaseEndsInTimeAlthoughTheClockWasSetBack() {
		insert();
		claim(1);
		this.clock.set(HOUR.negated());
		claim(1);
		this.clock.set(HOUR.negated().plus(LEASE).plusSeconds(1));
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 10).requeued()).isOne();
	}

	@Test
	void delayedJobsAndKeysGoByTheClock() {
		NewJob delayed = new NewJob(JobId.of("delayed"), QUEUE, JobDetails.of("greet", "1"), HOUR.dividedBy(2), null,
				JobTraits.NONE);
		this.store.intake().insert(List.of(delayed));
		assertThat(key()).isEqualTo(InsertResult.Kind.INSERTED);
		assertThat(claim(5)).hasSize(1);
		this.clock.set(HOUR.negated());
		assertThat(key()).isEqualTo(InsertResult.Kind.KEPT);
		assertThat(claim(5)).isEmpty();
		this.clock.set(HOUR);
		assertThat(key()).isEqualTo(InsertResult.Kind.INSERTED);
		assertThat(claim(5)).hasSize(2);
	}

	@Test
	void permitsAreGrantedAgainWithinThePeriodAfterTheClockWasSetBack() {
		List<RateLimitResult> results = new ArrayList<>();
		results.add(permit());
		this.clock.set(HOUR.negated());
		results.add(permit());
		this.clock.set(HOUR.negated().plusSeconds(61));
		results.add(permit());
		assertThat(results).extracting(RateLimitResult::granted).containsExactly(true, false, true);
	}

	private RateLimitResult permit() {
		return this.store.part(RateStore.class).acquire("mail", 1, Duration.ofMinutes(1), 1);
	}

	private InsertResult.Kind key() {
		UniqueTrait key = UniqueTrait.of(UniqueKey.of("one").forTime(HOUR.dividedBy(2)), "greet", "one");
		return this.store.intake().insert(List.of(job(JobTraits.of(key)))).get(0).kind();
	}

	private void limit(String name, Limit limit) {
		this.store.part(QueueRulesStore.class).update(QUEUE, (rules) -> rules.withOperatorLimit(name, limit));
	}

	private NewJob job(JobTraits traits) {
		return new NewJob(JobId.of("job-" + this.ids.incrementAndGet()), QUEUE, JobDetails.of("greet", "1"), null, null,
				traits);
	}

	private void insert(String... limits) {
		this.store.intake().insert(List.of(job(JobTraits.NONE.withLimits(List.of(limits)))));
	}

	private List<ClaimedJob> claim(int limit) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "worker", limit, LEASE)).jobs();
	}

}
