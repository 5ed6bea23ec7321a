package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits, the time for which a claim waits for them, and clocks that leap. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LimitClocks extends LimitedDatabase {

	private static final String QUEUE = "orders";

	private static final String ACME = "tenant=acme";

	private static final Duration HOUR = Duration.ofHours(1);

	private final AtomicInteger ids = new AtomicInteger();

	@Test
	void aStartCountsFromTheEndOfTheWaitForItsLimit() {
		limit(Limit.ofMaxRunning(1));
		insert(ACME);
		succeed(claim(1));
		limit(Limit.ofRate(new Rate(1, HOUR)));
		insert(ACME);
		AtomicReference<Instant> free = new AtomicReference<>();
		// A claim that meets the lock for too long leaves the job.
		Awaitility.await().until(() -> !whileLocked(free).isEmpty());
		Duration delay = this.store.part(LimitStore.class).uses(QUEUE, List.of(ACME)).get(0).delay();
		assertThat(this.store.queries().now().plus(delay)).isAfterOrEqualTo(free.get().plus(HOUR));
	}

	/** A claim while another session has the limits locked, and when these are free. */
	private List<ClaimedJob> whileLocked(AtomicReference<Instant> free) {
		List<CompletableFuture<List<ClaimedJob>>> claims = new ArrayList<>();
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.pool).queryForList("select * from " + this.schema.prefix() + "gate for update");
			claims.add(CompletableFuture.supplyAsync(() -> claim(1)));
			Awaitility.await().pollDelay(Duration.ofMillis(40)).until(() -> true);
			free.set(CompletableFuture.supplyAsync(() -> this.store.queries().now()).join());
			status.setRollbackOnly();
		});
		return claims.get(0).join();
	}

	@Test
	void valuesTakeTurnsAfterTheClockWasSetBack() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		insert("tenant=before");
		succeed(claim(1));
		// To a clock that was set back, this was served in an hour.
		new JdbcTemplate(this.pool)
			.update("update %sgate set served = served + %d".formatted(this.schema.prefix(), HOUR.toNanos()));
		JobId waiting = insert("tenant=before");
		List<JobId> claimed = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			insert("tenant=after");
			List<ClaimedJob> jobs = claim(1);
			claimed.addAll(jobs.stream().map(ClaimedJob::id).toList());
			succeed(jobs);
		}
		assertThat(claimed).contains(waiting);
	}

	private void rules(UnaryOperator<QueueRules> change) {
		this.store.part(QueueRulesStore.class).update(QUEUE, change);
	}

	private void limit(Limit limit) {
		rules((rules) -> rules.withOperatorLimit("tenant", limit));
	}

	private JobId insert(String limit) {
		JobId id = JobId.of("job-" + this.ids.incrementAndGet());
		this.store.intake()
			.insert(List.of(new NewJob(id, QUEUE, JobDetails.of("greet", "1"), null, null,
					JobTraits.NONE.withLimits(List.of(limit)))));
		return id;
	}

	private List<ClaimedJob> claim(int limit) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "worker", limit, Duration.ofMinutes(5))).jobs();
	}

	private void succeed(List<ClaimedJob> jobs) {
		this.store.feed().finish(QUEUE, "worker", jobs.stream().map((job) -> Outcome.success(job, null)).toList());
	}

}
