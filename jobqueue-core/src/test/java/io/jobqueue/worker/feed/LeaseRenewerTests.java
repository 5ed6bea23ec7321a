package io.jobqueue.worker.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.UncalledFeed;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimResult.IdleHints;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.timing.StoreReachability;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseRenewerTests {

	private static final JobProgress HALF = new JobProgress(0.5, null);

	private static final JobId ID = JobId.of("q-1");

	private static final Duration LEASE = Duration.ofSeconds(6);

	/** The renewals of a container that is not quiet. */
	private static final int RENEWALS = 20;

	/** The claims of an interval of renewals. */
	private static final int LOOKS = 10;

	private static final RenewResult FINE = new RenewResult(Set.of(), List.of());

	private static final RenewResult FAILED = new RenewResult(Set.of(), List.of(),
			Map.of("q", new StoreUnavailableException("away", null)));

	private final Attempts attempts = new Attempts();

	private final List<JobExecution> lost = new ArrayList<>();

	private final HeldJobs held = new HeldJobs(this.lost::add);

	private final AtomicLong nanos = new AtomicLong();

	private final LatestIdleHints idleHints = new LatestIdleHints(this.nanos::get);

	private final JobFeed store = new UncalledFeed() {
		@Override
		public RenewResult renew(RenewRequest request) {
			RenewRequest.Container container = request.containers().get(0);
			LeaseRenewerTests.this.requests.add(container);
			return LeaseRenewerTests.this.answer.apply(container);
		}

		@Override
		public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
			LeaseRenewerTests.this.finished.addAll(outcomes);
			return List.of(FinishResult.APPLIED);
		}
	};

	private final List<RenewRequest.Container> requests = new CopyOnWriteArrayList<>();

	private final List<Outcome> finished = new CopyOnWriteArrayList<>();

	private Function<RenewRequest.Container, RenewResult> answer = (request) -> FINE;

	private final LeaseRenewer leaseRenewer = leaseRenewer(Duration.ofMillis(30));

	@AfterEach
	void close() {
		this.attempts.close();
	}

	@Test
	void aLostJobIsStoppedAndReportedOnce() {
		JobExecution execution = hold(1);
		this.answer = (request) -> new RenewResult(Set.of(ID), List.of());
		this.leaseRenewer.renew();
		this.leaseRenewer.renew();
		assertThat(this.lost).containsExactly(execution);
		assertThat(execution.isSettled()).isTrue();
	}

	@Test
	void anAnswerHitsTheDeliveryThatWasSentOnly() {
		hold(1);
		this.answer = (request) -> {
			this.held.remove(ID, 1);
			hold(2);
			return new RenewResult(Set.of(ID), List.of());
		};
		this.leaseRenewer.renew();
		assertThat(this.lost).isEmpty();
		assertThat(this.held.all()).singleElement().matches((execution) -> !execution.isSettled());
	}

	@Test
	void aJobThatEndedMeanwhileIsNotLost() {
		JobExecution execution = hold(1);
		this.answer = (request) -> {
			execution.run();
			return new RenewResult(Set.of(ID), List.of());
		};
		this.leaseRenewer.renew();
		assertThat(this.lost).isEmpty();
		assertThat(this.attempts.settled).singleElement()
			.matches((settled) -> settled.outcome().kind() == Outcome.Kind.END);
	}

	@Test
	void anAttemptIsStoppedWhenItsJobIsClaimedAnewHere() {
		JobExecution first = hold(1);
		JobExecution second = hold(2);
		assertThat(this.lost).containsExactly(first);
		assertThat(second.isSettled()).isFalse();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aQueueWhoseLeaseIsNotRenewedIsInTheLogOfOutages(CapturedOutput log) {
		this.answer = (request) -> new RenewResult(Set.of(), List.of(), Map.of("q", new JobQueueException("broken")));
		this.leaseRenewer.renew();
		this.leaseRenewer.renew();
		assertThat(log).containsOnlyOnce("affects w1, queue 'q'; it is tried again");
		this.answer = (request) -> new RenewResult(Set.of(), List.of());
		this.leaseRenewer.renew();
		assertThat(log).containsOnlyOnce("No error affects w1, queue 'q' any more");
	}

	@Test
	void progressIsSentOnceForEachAttempt() {
		hold(1).context().progress(0.5);
		this.leaseRenewer.renew();
		this.leaseRenewer.renew();
		hold(2).context().progress(0.5);
		this.leaseRenewer.renew();
		assertThat(this.requests).extracting((container) -> container.attempts().get(ID).progress())
			.containsExactly(HALF, null, HALF);
	}

	@Test
	void progressOfALaterAttemptIsNotTakenForSent() {
		hold(1).context().progress(0.5);
		this.answer = (request) -> {
			hold(2).context().progress(0.5);
			return FINE;
		};
		this.leaseRenewer.renew();
		assertThat(this.held.hasPendingReport()).isTrue();
	}

	@Test
	void aJobThatWasJustClaimedIsNotGivenBack() {
		this.answer = unaccounted();
		this.leaseRenewer.renew();
		hold(1);
		awaitGiveUp(() -> this.requests.size() > 20);
		assertThat(this.finished).isEmpty();
	}

	@Test
	void anUnaccountedJobIsReleasedAndNotStartedAfterwards() {
		this.answer = unaccounted();
		awaitGiveUp(() -> !this.finished.isEmpty());
		assertThat(this.finished.get(0).kind()).isEqualTo(Outcome.Kind.RELEASE);
		assertThat(this.held.admit(this.attempts.of("q-1", 1), false)).isFalse();
		assertThat(this.held.admit(this.attempts.of("q-1", 2), false)).isTrue();
	}

	@Test
	void progressOfAQueueThatFailedIsSentAgain() {
		hold(1).context().progress(0.5);
		this.answer = (request) -> FAILED;
		this.leaseRenewer.renew();
		this.answer = (request) -> FINE;
		this.leaseRenewer.renew();
		assertThat(this.requests).extracting((container) -> container.attempts().get(ID).progress())
			.containsExactly(HALF, HALF);
	}

	@Test
	void anUnaccountedJobIsNotForgottenWhileItsQueueFails() {
		this.answer = unaccounted();
		this.leaseRenewer.renew();
		this.answer = (request) -> FAILED;
		awaitGiveUp(() -> this.requests.size() > 10);
		this.answer = unaccounted();
		this.leaseRenewer.renew();
		assertThat(this.finished).singleElement().matches((outcome) -> outcome.kind() == Outcome.Kind.RELEASE);
	}

	@Test
	void aQueueThatFailedIsTriedAgainLongBeforeTheNextRenewalIsDue() throws InterruptedException {
		this.answer = (request) -> (this.requests.size() < 3) ? FAILED : FINE;
		LeaseRenewer slow = leaseRenewer(Duration.ofHours(1));
		Thread thread = new Thread(slow);
		thread.start();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.requests.size() == 3);
		slow.close();
		thread.join();
		assertThat(this.requests).hasSize(3);
	}

	@Test
	void aQuietContainerIsLeftToItsClaims() {
		LeaseRenewer renewer = runWhileClaimsSee(new IdleHints(0, false));
		assertThat(this.requests).hasSize(1);
		this.nanos.addAndGet(LEASE.dividedBy(3).toNanos());
		renewer.renewIfDue();
		assertThat(this.requests).hasSize(2);
	}

	@Test
	void aContainerIsRenewedWhileTheStoreHoldsJobsForIt() {
		runWhileClaimsSee(new IdleHints(1, false));
		assertThat(this.requests).hasSize(1 + RENEWALS);
	}

	@Test
	void aContainerIsRenewedWhileItRunsJobs() {
		hold(1);
		runWhileClaimsSee(new IdleHints(0, false));
		assertThat(this.requests).hasSize(1 + RENEWALS);
	}

	@Test
	void aContainerWhoseClaimsSayNothingIsRenewed() {
		runWhileClaimsSee(null);
		assertThat(this.requests).hasSize(1 + RENEWALS);
	}

	/** Claims look for jobs far oftener than a lease is renewed. */
	private LeaseRenewer runWhileClaimsSee(@Nullable IdleHints idleHints) {
		LeaseRenewer renewer = leaseRenewer(LEASE, this.nanos::get);
		Duration interval = LEASE.dividedBy(3);
		renewer.renewIfDue();
		for (int look = 0; look < RENEWALS * LOOKS; look++) {
			this.nanos.addAndGet(interval.dividedBy(LOOKS).toNanos());
			this.idleHints.record(idleHints);
			renewer.renewIfDue();
		}
		return renewer;
	}

	private void awaitGiveUp(Callable<Boolean> end) {
		Awaitility.await().pollInterval(Duration.ofMillis(3)).until(() -> {
			this.leaseRenewer.renew();
			return end.call();
		});
	}

	private static Function<RenewRequest.Container, RenewResult> unaccounted() {
		return (request) -> new RenewResult(Set.of(), List.of(new RenewResult.Held(ID, "q", 1)));
	}

	private JobExecution hold(int delivery) {
		JobExecution execution = this.attempts.of("q-1", delivery);
		this.held.admit(execution, false);
		return execution;
	}

	private LeaseRenewer leaseRenewer(Duration lease) {
		return leaseRenewer(lease, System::nanoTime);
	}

	private LeaseRenewer leaseRenewer(Duration lease, LongSupplier nanos) {
		return new LeaseRenewer(new WorkerIdentity("w1", "localhost", 1, Instant.EPOCH), lease,
				new FeedBackend(this.store, () -> true),
				() -> List.of(new LeaseRenewer.Leased("q", 1, this.held, this.idleHints)),
				new StoreReachability("w1", new StoreOutage()), nanos);
	}

}
