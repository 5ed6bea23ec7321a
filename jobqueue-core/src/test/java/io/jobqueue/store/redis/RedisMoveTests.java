package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of moves that stop half-way, of jobs that go on meanwhile, and of all that
 * was kept about them.
 */
@Tag("process")
class RedisMoveTests extends MoveScene {

	@ParameterizedTest
	@ValueSource(strings = { "NOTE", "PREPARE", "OPEN", "ARRIVE", "DEPART", "SETTLE" })
	void moveThatEndsAnywhereIsCompletedAndLeavesNothing(String step) {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		StoreBackend dying = stalledBefore(step, () -> {
			throw new Death();
		});
		ClaimedJob claimed = claim("a");
		try {
			dying.feed().finish("a", "w", List.of(to("b", claimed)));
		}
		catch (Death ex) {
			// As intended.
		}
		assertThat(find(job.id())).isNotNull();
		this.store.maintenance().reclaim("a", 5, 100);
		assertThat(find(job.id())).returns("b", JobInfo::queue).returns(1, JobInfo::attempts);
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void jobThatLeavesAgainBeforeItsDepartureIsNotedIsFoundAndNotLost() {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		AtomicReference<ClaimedJob> back = new AtomicReference<>();
		StoreBackend dying = stalledBefore("DEPART", () -> {
			finish("b", to("a", claim("b")));
			back.set(claim("a"));
			throw new Death();
		});
		try {
			dying.feed().finish("a", "w", List.of(to("b", claim("a"))));
		}
		catch (Death ex) {
			// As intended.
		}
		for (String queue : QUEUES) {
			this.store.maintenance().reclaim(queue, 5, 100);
		}
		assertThat(find(job.id())).returns("a", JobInfo::queue).returns(JobStatus.STARTED, JobInfo::status);
		assertThat(finish("a", Outcome.success(back.get(), null))).isEqualTo(FinishResult.APPLIED);
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void jobThatGoesOnBeforeItsDepartureIsNotedIsFound() {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		StoreBackend stalled = stalledBefore("DEPART", () -> finish("b", to("c", claim("b"))));
		stalled.feed().finish("a", "w", List.of(to("b", claim("a"))));
		assertThat(find(job.id())).returns("c", JobInfo::queue);
		assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void attemptThatBeganBetweenArrivalAndDepartureComesTooLate() throws Exception {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		CountDownLatch opened = new CountDownLatch(1), goOn = new CountDownLatch(1);
		StoreBackend late = stalledBefore("ARRIVE", () -> {
			opened.countDown();
			uninterrupted(goOn);
		});
		AtomicReference<CompletableFuture<?>> attempt = new AtomicReference<>();
		StoreBackend first = stalledBefore("DEPART", () -> {
			attempt.set(CompletableFuture.runAsync(() -> late.maintenance().reclaim("a", 5, 100))
				.whenComplete((done, failure) -> opened.countDown()));
			uninterrupted(opened);
		});
		first.feed().finish("a", "w", List.of(to("b", claim("a"))));
		finish("b", Outcome.success(claim("b"), null));
		prune(this.store, "b");
		goOn.countDown();
		attempt.get().get(10, TimeUnit.SECONDS);
		assertThat(find(job.id())).isNull();
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void jobOnItsWayIsFoundByASearchForItsStatus() {
		List<NewJob> jobs = TestJobs.jobs("a", 3, "1");
		this.store.intake().insert(jobs);
		finish("a", Outcome.retry(claim("a"), LEASE, null));
		for (int i = 0; i < 2; i++) {
			StoreBackend dying = stalledBefore("PREPARE", () -> {
				throw new Death();
			});
			Outcome move = to("b", claim("a"));
			assertThatExceptionOfType(Death.class).isThrownBy(() -> dying.feed().finish("a", "w", List.of(move)));
		}
		assertThat(find(jobs.get(1).id())).returns(JobStatus.RETRY, JobInfo::status);
		JobQuery query = JobQuery.all().inQueue("a").withStatus(JobStatus.RETRY).withLimit(2);
		List<JobId> found = new ArrayList<>(
				new JobSearch(this.store.queries()).search(query).jobs().stream().map(JobInfo::id).toList());
		String next = new JobSearch(this.store.queries()).search(query).next();
		new JobSearch(this.store.queries()).search(query.after(next)).jobs().forEach((job) -> found.add(job.id()));
		assertThat(found).containsExactly(jobs.get(0).id(), jobs.get(2).id(), jobs.get(1).id());
		assertThat(new JobSearch(this.store.queries()).summaries(query.withLimit(9)).jobs()).extracting(JobSummary::id)
			.isEqualTo(found);
	}

	@Test
	void finishThatIsRepeatedWhileTheJobIsInLineAtItsTargetIsAlreadyApplied() {
		this.store.intake().insert(TestJobs.jobs("a", 1, "1"));
		finish("a", to("b", claim("a")));
		Outcome move = to("c", claim("b"));
		assertThat(finish("b", move)).isEqualTo(FinishResult.APPLIED);
		assertThat(this.store.feed().claim(new ClaimRequest("c", "v", 1, 0, LEASE)).jobs()).hasSize(1);
		assertThat(finish("b", move)).isEqualTo(FinishResult.ALREADY_APPLIED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c", "c" + "\u001f", "c" + "\u001f" + "x" })
	void entryOfAMoveThatCannotBeReadHoldsUpNothing(String origin) {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		this.store.feed().claim(new ClaimRequest("a", "w", 1, Duration.ofMillis(1)));
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands()
				.hSet(new QueueKeys(this.namespace, "a").of(Key.ARRIVED), RedisText.bytes("x"),
						RedisText.bytes(origin));
		}
		Awaitility.await().until(() -> this.store.maintenance().reclaim("a", 5, 100).requeued() == 1);
		assertThat(find(job.id())).returns(JobStatus.QUEUED, JobInfo::status);
	}

	private static void uninterrupted(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void forwardingEntryOfAJobThatIsGoneIsRemoved() {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		finish("a", to("b", claim("a")));
		finish("b", Outcome.success(claim("b"), null));
		StoreBackend dying = stalledBefore("UNFORWARD", () -> {
			throw new Death();
		});
		try {
			prune(dying, "b");
		}
		catch (Death ex) {
			// As intended.
		}
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void idOfAnotherFormLeavesNothing() {
		JobId id = JobId.of("my own id " + this.namespace);
		this.store.intake().insert(List.of(TestJobs.job(id, "a", "1", 0, 0)));
		finish("a", to("b", claim("a")));
		finish("b", to("c", claim("b")));
		finish("c", to("a", claim("c")));
		finish("a", to("b", claim("a")));
		assertThat(find(id)).returns("b", JobInfo::queue);
		endAll();
		assertThat(keys()).isEmpty();
	}

	@Test
	void jobIsFoundWhileItGoesOn() {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		finish("a", to("b", claim("a")));
		StoreBackend reader = new RedisStoreBackend(
				ScriptSteps.before(TestRedis.shared().connectionFactory(), new Once("FIND", 2, this::goOn)),
				this.namespace);
		assertThat(reader.queries().find(List.of(job.id()))).containsKey(job.id());
		StoreBackend operator = new RedisStoreBackend(
				ScriptSteps.before(TestRedis.shared().connectionFactory(), new Once("LOOK", 2, this::goOn)),
				this.namespace);
		assertThat(operator.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
	}

	private void goOn() {
		for (String[] way : new String[][] { { "b", "c" }, { "c", "b" } }) {
			List<ClaimedJob> jobs = this.store.feed().claim(new ClaimRequest(way[0], "w", 1, LEASE)).jobs();
			if (!jobs.isEmpty()) {
				finish(way[0], to(way[1], jobs.get(0)));
				return;
			}
		}
	}

}
