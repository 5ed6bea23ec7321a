package io.jobqueue.management;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.BulkResult;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobAwaitException;
import io.jobqueue.JobError;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class StoreManagementTests {

	private static final JobError ERROR = new JobError("x.Y", "broken", null);

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final JobExplorer explorer = new StoreJobExplorer(this.store,
			new JacksonJobSerializer(JsonMapper.builder().build()));

	private final JobOperator operator = new StoreJobOperator(this.store, () -> null);

	@Test
	void findAndResultReadTheStore() {
		insert("a");
		finish(Outcome.success(claim(), "{\"n\":5}"));
		assertThat(this.explorer.find(id("a"))).isPresent();
		assertThat(this.explorer.result(id("a"), Numbers.class)).contains(new Numbers(5));
		assertThat(this.explorer.result(id("none"), Numbers.class)).isEmpty();
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.explorer.result(id("a"), Integer.class));
	}

	@Test
	void findOfNoIdSaysSo() {
		assertThatNullPointerException().isThrownBy(() -> this.explorer.find(null))
			.withMessageContaining("id of a job");
	}

	@Test
	void whatIsMissingIsNamedBeforeAnythingIsDone() {
		insert("a");
		JobQuery all = JobQuery.all();
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> this.operator.cancel((JobId) null),
				() -> this.operator.requeue((JobId) null), () -> this.operator.delete((JobId) null),
				() -> this.operator.cancel((JobQuery) null), () -> this.operator.delete((JobQuery) null),
				() -> this.operator.requeue((JobQuery) null), () -> this.operator.runNow((JobId) null),
				() -> this.operator.runNow((JobQuery) null), () -> this.explorer.search(null),
				() -> this.explorer.count(null), () -> this.explorer.await(null, Duration.ZERO),
				() -> this.explorer.await(id("a"), null), () -> this.explorer.steps(null),
				() -> this.operator.cancel(all, null))) {
			assertThatNullPointerException().isThrownBy(call).withMessageContaining("must not be null");
		}
		assertThat(this.explorer.find(id("a"))).get().extracting(JobInfo::status).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void aStatusMayBeNamedTwice() {
		assertThat(JobQuery.all().withStatus(JobStatus.FAILED, JobStatus.FAILED).statuses())
			.containsExactly(JobStatus.FAILED);
	}

	@Test
	void awaitAnswersTheEndedJob() {
		insert("a");
		ClaimedJob job = claim();
		Thread worker = new Thread(() -> finish(Outcome.success(job, null)));
		worker.start();
		assertThat(this.explorer.await(id("a"), Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void awaitSaysWhatTheJobStillDoes() {
		insert("a");
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> this.explorer.await(id("a"), Duration.ofMillis(15)))
			.withMessageContainingAll("'q-a'", "QUEUED", "15ms");
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> this.explorer.await(id("none"), Duration.ofDays(1_000_000)))
			.withMessageContaining("'q-none' does not exist")
			.withMessageContaining("waits in the outbox");
	}

	@Test
	void awaitSaysThatTheTaskIsNotKnownHere() {
		insert("a");
		JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(), (task) -> false);
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> explorer.await(id("a"), Duration.ofMillis(15)))
			.withMessageContainingAll("is not known in this application", "no worker serves queue");
	}

	@Test
	void awaitSaysThatTheQueueIsPaused() {
		insert("a");
		this.store.actions().pause("q");
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> this.explorer.await(id("a"), Duration.ofMillis(15)))
			.withMessageContaining("queue 'q' is paused: resume it");
	}

	@Test
	void awaitEndsWithAnInterruptAndKeepsTheFlag() {
		insert("a");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> this.explorer.await(id("a"), Duration.ofHours(1)));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void cancelSaysWhetherItDid() {
		insert("a");
		assertThat(List.of(this.operator.cancel(id("a")), this.operator.cancel(id("a")), this.operator.cancel(id("b"))))
			.containsExactly(true, false, false);
	}

	@Test
	void requeueRefusesAJobThatHasNotEnded() {
		insert("a");
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.requeue(id("a")))
			.withMessageContainingAll("'q-a'", "QUEUED", "cancel it first");
		this.operator.cancel(id("a"));
		assertThat(this.operator.requeue(id("a"))).isTrue();
		assertThat(this.operator.requeue(id("none"))).isFalse();
	}

	@Test
	void deleteRefusesARunningJob() {
		insert("a");
		claim();
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.delete(id("a")))
			.withMessageContainingAll("'q-a'", "STARTED", "cancel it first");
		this.operator.cancel(id("a"));
		assertThat(List.of(this.operator.delete(id("a")), this.operator.delete(id("a")))).containsExactly(true, false);
	}

	@Test
	void oneRuleForWhatIsDoneToOneJob() {
		insert("a");
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.requeue(id("a")));
		claim();
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.requeue(id("a")));
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.delete(id("a")));
		assertThat(
				List.of(this.operator.cancel(id("a")), this.operator.requeue(id("a")), this.operator.delete(id("a"))))
			.containsExactly(true, true, true);
		assertThat(
				List.of(this.operator.cancel(id("a")), this.operator.requeue(id("a")), this.operator.delete(id("a"))))
			.containsExactly(false, false, false);
	}

	@Test
	void bulkOperationsGoThroughAllPagesAndSkipWhatDoesNotFit() {
		for (int i = 0; i < 1_201; i++) {
			insert("job" + i);
		}
		claim();
		assertThat(this.operator.delete(JobQuery.deadLetters().withTask("other"))).isZero();
		assertThat(this.operator.cancel(JobQuery.all())).isEqualTo(1_201);
		JobQuery cancelled = JobQuery.all().withStatus(JobStatus.CANCELLED);
		assertThat(this.operator.requeue(cancelled)).isEqualTo(1_201);
		assertThat(this.operator.requeue(JobQuery.deadLetters())).isZero();
		assertThat(this.operator.delete(JobQuery.all().withStatus(JobStatus.QUEUED).withLimit(3))).isEqualTo(1_201);
	}

	@Test
	void endedJobsOfAllStatusesAreNotMeantBySilence() {
		insert("a");
		finish(Outcome.success(claim(), null));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.operator.requeue(JobQuery.all()))
			.withMessageContainingAll("JobQuery.deadLetters()", "withStatus");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.operator.delete(JobQuery.all().inQueue("q")))
			.withMessageContainingAll("withStatus", "purge(queue)");
		assertThat(this.operator.cancel(JobQuery.all())).isZero();
		assertThat(this.explorer.find(id("a"))).get().extracting(JobInfo::status).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void bulkOperationTellsWhatItHasDone() {
		for (int i = 0; i < 1_100; i++) {
			insert("job" + i);
		}
		List<BulkResult> told = new ArrayList<>();
		assertThat(this.operator.cancel(JobQuery.all(), told::add)).isEqualTo(new BulkResult(1_100, 1_100, true));
		assertThat(told).containsExactly(new BulkResult(500, 500, false), new BulkResult(1_000, 1_000, false),
				new BulkResult(1_100, 1_100, false));
	}

	@Test
	void bulkOperationEndsAfterAStepWhenItsThreadIsInterrupted() {
		for (int i = 0; i < 1_100; i++) {
			insert("job" + i);
		}
		BulkResult result = this.operator.cancel(JobQuery.all(), (done) -> Thread.currentThread().interrupt());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(result).isEqualTo(new BulkResult(500, 500, false));
	}

	@Test
	void jobsThatEndAgainMeanwhileAreRequeuedOnce() {
		for (int i = 0; i < 600; i++) {
			insert("job" + i);
			finish(Outcome.end(claim(), JobStatus.FAILED, ERROR));
		}
		BulkResult result = this.operator.requeue(JobQuery.deadLetters(), (done) -> {
			this.clock.advance(Duration.ofMillis(1));
			insert("new" + done.matched());
			while (this.explorer.queue("q").size(JobStatus.QUEUED) > 0) {
				finish(Outcome.end(claim(), JobStatus.TIMEOUT, ERROR));
			}
		});
		assertThat(result).isEqualTo(new BulkResult(600, 600, true));
	}

	@Test
	void requeueByQueryTakesDeadLettersOnly() {
		insert("a");
		finish(Outcome.end(claim(), JobStatus.FAILED, ERROR));
		insert("b");
		assertThat(this.explorer.failures()).singleElement().extracting("errorType").isEqualTo("x.Y");
		assertThat(this.operator.requeue(JobQuery.deadLetters().withErrorType("x.Y"))).isEqualTo(1);
		assertThat(this.explorer.queue("q").size(JobStatus.QUEUED)).isEqualTo(2);
	}

	@Test
	void purgeLeavesRunningAndEndedJobs() {
		insert("a");
		claim();
		insert("b");
		insert("c");
		this.operator.cancel(id("c"));
		assertThat(this.operator.purge("q")).isEqualTo(1);
		assertThat(this.explorer.find(id("a"))).isPresent();
		assertThat(this.explorer.find(id("c"))).isPresent();
	}

	@Test
	void pausedQueueIsListedAsSuch() {
		insert("a");
		this.operator.pause("q");
		assertThat(this.explorer.queues()).singleElement().matches((queue) -> queue.paused());
		this.operator.resume("q");
		assertThat(this.explorer.queue("q").paused()).isFalse();
	}

	private void insert(String name) {
		this.store.intake().insert(List.of(new NewJob(id(name), "q", "task", "1")));
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofSeconds(30))).jobs().get(0);
	}

	private void finish(Outcome outcome) {
		this.store.feed().finish("q", "w", List.of(outcome));
	}

	private static JobId id(String name) {
		return new JobId("q-" + name);
	}

	record Numbers(int n) {
	}

}
