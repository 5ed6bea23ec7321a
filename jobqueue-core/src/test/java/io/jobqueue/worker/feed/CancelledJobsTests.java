package io.jobqueue.worker.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.UncalledFeed;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.FakeTask;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.timing.StoreReachability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a worker learns that another process has cancelled a job that it runs, with a lease
 * of an hour.
 */
class CancelledJobsTests {

	private static final JobId ID = JobId.of("q-1");

	private final Attempts attempts = new Attempts();

	private final List<JobExecution> lost = new ArrayList<>();

	private final HeldJobs held = new HeldJobs(this.lost::add);

	private final AtomicLong nanos = new AtomicLong();

	private boolean signalled;

	private Set<JobId> cancelled = Set.of();

	private int renewals;

	private final UncalledFeed feed = new UncalledFeed() {
		@Override
		public RenewResult renew(RenewRequest request) {
			CancelledJobsTests.this.renewals++;
			return new RenewResult(CancelledJobsTests.this.cancelled, List.of());
		}
	};

	private final LeaseRenewer renewer = new LeaseRenewer(new WorkerIdentity("w1", "localhost", 1, Instant.EPOCH),
			Duration.ofHours(1), new FeedBackend(this.feed, () -> this.signalled),
			() -> List.of(new LeaseRenewer.Leased("q", 1, this.held, new LatestIdleHints(this.nanos::get))),
			new StoreReachability("w1", new StoreOutage()), this.nanos::get);

	@BeforeEach
	void renew() {
		this.renewer.renewIfDue();
		assertThat(this.renewals).isOne();
	}

	@AfterEach
	void close() {
		this.attempts.close();
	}

	@Test
	void isAskedForEachSecondWhereNoSignalComes() {
		JobExecution execution = run();
		passSecond();
		passSecond();
		assertThat(this.renewals).isEqualTo(3);
		this.cancelled = Set.of(ID);
		passSecond();
		assertThat(this.lost).containsExactly(execution);
	}

	@Test
	void isNotAskedForWhereSignalsCome() {
		this.signalled = true;
		run();
		passSecond();
		assertThat(this.renewals).isOne();
	}

	@Test
	void isNotAskedForWithoutARunningJob() {
		passSecond();
		assertThat(this.renewals).isOne();
	}

	private JobExecution run() {
		FakeTask task = new FakeTask("task", (payload, job) -> {
			new CountDownLatch(1).await();
			return null;
		});
		JobExecution execution = this.attempts.of(Attempts.job("q-1", 1), task, Runnable::run);
		this.held.admit(execution, false);
		new Thread(execution).start();
		Awaitility.await().until(this.held::hasLongRunning);
		return execution;
	}

	/** With a look every 50 ms, as while jobs are claimed ahead. */
	private void passSecond() {
		for (int i = 0; i < 20; i++) {
			this.nanos.addAndGet(Duration.ofMillis(50).toNanos());
			this.renewer.renewIfDue();
		}
	}

}
