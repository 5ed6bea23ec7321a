package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.UniqueKey;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tables of limits have, beyond the contract of a store.
 */
abstract class LimitedTables extends LimitedDatabase {

	private static final String QUEUE = "orders";

	private static final Duration LEASE = Duration.ofMinutes(5);

	private static final String ACME = "tenant=acme";

	private final AtomicInteger ids = new AtomicInteger();

	@Test
	void limitsThatAreNotUsedAreDeletedAndTheQueueIsAPlainOneAgain() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		insert(2, ACME);
		List<ClaimedJob> jobs = claim(10).jobs();
		prune();
		assertThat(count("gate")).as("of a running job").isOne();
		succeed(jobs);
		succeed(claim(10).jobs());
		prune();
		assertThat(count("gate")).as("of no job").isZero();
		assertThat(claim(10).isLimited()).isTrue();
		rules((rules) -> rules.withOperatorLimit("tenant", null));
		prune();
		assertThat(claim(10).isLimited()).isFalse();
		insert(1, ACME);
		assertThat(claim(10).isLimited()).isTrue();
	}

	@Test
	void rateThatIsUsedKeepsItsLimit() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofRate(new Rate(1, Duration.ofMinutes(1)))));
		insert(1, ACME);
		succeed(claim(1).jobs());
		prune();
		insert(1, ACME);
		assertThat(claim(1).jobs()).isEmpty();
	}

	@Test
	void longNamesThatBeginAlikeAreLimitsOfTheirOwn() {
		String begin = "task:send:tenant=" + "ü".repeat(90);
		rules((rules) -> rules.withOperatorLimit("task:send:tenant", Limit.ofMaxRunning(1)));
		insert(2, begin + "a");
		insert(2, begin + "b");
		assertThat(claim(10).jobs()).hasSize(2);
		assertThat(this.store.part(LimitStore.class).uses(QUEUE, List.of())).extracting(LimitUse::name)
			.containsExactly(begin + "a", begin + "b");
	}

	@Test
	void pagesOfASearchHaveEachWaitingJobOnce() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		List<JobId> waiting = new ArrayList<>(insert(8, ACME));
		waiting.remove(claim(4).jobs().get(0).id());
		assertThat(count("blocked")).isEqualTo(7);
		waiting.addAll(insert(3));
		List<JobId> found = new ArrayList<>();
		JobQuery query = JobQuery.all().inQueue(QUEUE).withStatus(JobStatus.QUEUED).withLimit(2);
		JobPage page = new JobSearch(this.store.queries()).search(query);
		found.addAll(page.jobs().stream().map(JobInfo::id).toList());
		while (page.next() != null) {
			page = new JobSearch(this.store.queries()).search(query.after(page.next()));
			found.addAll(page.jobs().stream().map(JobInfo::id).toList());
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(waiting);
	}

	@Test
	void jobThatWaitsForALimitIsReplacedByItsKey() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		insert(1, ACME);
		List<ClaimedJob> running = claim(10).jobs();
		UniqueTrait key = UniqueTrait.of(UniqueKey.of("one").replace(), "greet", "one");
		NewJob first = job("1", JobTraits.of(key).withLimits(List.of(ACME)));
		this.store.intake().insert(List.of(first));
		assertThat(claim(10).jobs()).isEmpty();
		assertThat(count("blocked")).isOne();
		List<InsertResult> results = this.store.intake()
			.insert(List.of(job("2", JobTraits.of(key).withLimits(List.of(ACME)))));
		assertThat(results).containsExactly(new InsertResult(InsertResult.Kind.REPLACED, first.id()));
		succeed(running);
		assertThat(claim(10).jobs()).singleElement().satisfies((job) -> {
			assertThat(job.id()).isEqualTo(first.id());
			assertThat(job.payload()).isEqualTo("2");
		});
	}

	@Test
	void allJobsGoOnWhenABoundIsRemoved() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(0)));
		insert(1200, ACME);
		assertThat(claim(500).jobs()).isEmpty();
		assertThat(count("blocked")).isEqualTo(1200);
		rules((rules) -> rules.withOperatorLimit("tenant", null));
		int claimed = 0;
		for (int i = 0; i < 4; i++) {
			List<ClaimedJob> jobs = claim(400).jobs();
			claimed += jobs.size();
			succeed(jobs);
		}
		assertThat(claimed).isEqualTo(1200);
	}

	@Test
	void valueBehindALargeBacklogHasItsTurnInAFairQueue() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		insert(2000, "tenant=huge");
		JobId one = insert(1, "tenant=one").get(0);
		List<JobId> claimed = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			List<ClaimedJob> jobs = claim(10).jobs();
			assertThat(jobs).isNotEmpty();
			succeed(jobs);
			claimed.addAll(jobs.stream().map(ClaimedJob::id).toList());
		}
		assertThat(claimed).contains(one);
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).until(() -> {
			succeed(claim(200).jobs());
			return this.store.queries().queue(QUEUE).size(JobStatus.SUCCESS) == 2001;
		});
	}

	/** As many values as come within a pass of maintenance are no more afterwards. */
	@Test
	void manyValuesOverTimeLeaveNoRows() {
		rules((rules) -> rules.withOperatorLimit("tenant", new Limit(1, new Rate(1000, Duration.ofSeconds(1)))));
		RateStore rates = this.store.part(RateStore.class);
		for (int wave = 0; wave < 2; wave++) {
			List<NewJob> jobs = new ArrayList<>();
			for (int i = 0; i < 1500; i++) {
				jobs.add(job("null", JobTraits.NONE.withLimits(List.of("tenant=" + wave + "-" + i))));
				if (i % 3 == 0) {
					rates.acquire("key-" + wave + "-" + i, 1, Duration.ofMillis(1), 1);
				}
			}
			this.store.intake().insert(jobs);
			List<ClaimedJob> claimed = claim(100).jobs();
			while (!claimed.isEmpty()) {
				succeed(claimed);
				claimed = claim(100).jobs();
			}
			assertThat(count("gate")).isEqualTo(1500);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !isRateUsed());
			prune();
			assertThat(count("gate")).as("limits").isZero();
			assertThat(count("permit")).as("permits").isZero();
			assertThat(count("slot") + count("blocked")).isZero();
		}
	}

	private boolean isRateUsed() {
		long micros = this.store.queries().now().toEpochMilli() * 1000;
		Long last = new JdbcTemplate(this.pool).queryForObject("select max(tat) from " + this.schema.prefix() + "gate",
				Long.class);
		return last != null && last > micros;
	}

	@Test
	void permitsThatNoLongerCountAreDeleted() {
		this.store.part(RateStore.class).acquire("mail", 5, Duration.ofMillis(1), 1);
		assertThat(count("permit")).isOne();
		Awaitility.await().until(() -> {
			prune();
			return count("permit") == 0;
		});
	}

	private void rules(UnaryOperator<QueueRules> change) {
		this.store.part(QueueRulesStore.class).update(QUEUE, change);
	}

	private NewJob job(String payload, JobTraits traits) {
		return new NewJob(JobId.of("job-" + this.ids.incrementAndGet()), QUEUE, JobDetails.of("greet", payload), null,
				null, traits);
	}

	private List<JobId> insert(int count, String... limits) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			jobs.add(job("null", JobTraits.NONE.withLimits(Arrays.asList(limits))));
		}
		this.store.intake().insert(jobs);
		return jobs.stream().map(NewJob::id).toList();
	}

	private ClaimResult claim(int limit) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "worker", limit, LEASE));
	}

	private void succeed(List<ClaimedJob> jobs) {
		this.store.feed().finish(QUEUE, "worker", jobs.stream().map((job) -> Outcome.success(job, null)).toList());
	}

	private void prune() {
		this.store.maintenance().prune(QUEUE, Map.of(), 1000);
	}

	private int count(String table) {
		Integer count = new JdbcTemplate(this.pool)
			.queryForObject("select count(*) from " + this.schema.prefix() + table, Integer.class);
		return (count != null) ? count : -1;
	}

}
