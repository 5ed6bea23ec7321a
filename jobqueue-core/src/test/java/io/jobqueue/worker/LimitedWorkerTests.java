package io.jobqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.JobWait;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.RetryRequest;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.task.settings.TaskLimits;
import io.jobqueue.worker.feed.ContainerLimits;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LimitedWorkerTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	private final FakeTask task = this.fixture.task("send", (payload, job) -> {
		this.mostRunning.accumulateAndGet(this.running.incrementAndGet(), Math::max);
		Thread.yield();
		this.running.decrementAndGet();
		return null;
	});

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void awaitRuns(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.task.runs.get() == count);
	}

	@Test
	void jobsThatWereDispatchedWithoutTheLimitsOfTheirTaskAreUnderThem() {
		this.task.limits = new TaskLimits(1, null, null, null);
		List<JobId> ids = IntStream.range(0, 60).mapToObj((i) -> this.fixture.insert("send")).toList();
		this.fixture.start(WorkerFixture.options(), 8);
		awaitRuns(60);
		ids.forEach((id) -> this.fixture.awaitStatus(id, JobStatus.SUCCESS));
		assertThat(this.mostRunning).hasValue(1);
		assertThat(this.fixture.info(ids.get(59)).attempts()).isOne();
		assertThat(this.fixture.info(ids.get(59)).history()).hasSize(1);
	}

	/** As they are in a queue that is not that of their task. */
	@Test
	void boundsOfATaskApplyInAQueueToWhichJobsComeUnderThem() {
		this.task.limits = new TaskLimits(1, null, null, null);
		this.fixture.start(WorkerFixture.options(), 8);
		this.fixture.awaitStatus(insertUnder("task:send"), JobStatus.SUCCESS);
		this.mostRunning.set(0);
		IntStream.range(0, 60).forEach((i) -> insertUnder("task:send"));
		awaitRuns(61);
		assertThat(this.mostRunning).hasValue(1);
		assertThat(rules().limit("task:send")).isEqualTo(Limit.ofMaxRunning(1));
	}

	@Test
	void changedBoundsOfATaskReplaceThoseOfAFormerReleaseOnce() {
		rules((rules) -> rules.withTaskLimits("send", Map.of("task:send", Limit.ofMaxRunning(1))));
		this.task.limits = new TaskLimits(3, null, null, null);
		this.fixture.start(WorkerFixture.options(), 8);
		this.fixture.awaitStatus(insertUnder("task:send"), JobStatus.SUCCESS);
		assertThat(rules().limit("task:send")).isEqualTo(Limit.ofMaxRunning(3));
		rules((rules) -> rules.withTaskLimits("send", Map.of("task:send", Limit.ofMaxRunning(2))));
		this.fixture.awaitStatus(insertUnder("task:send"), JobStatus.SUCCESS);
		assertThat(rules().limit("task:send")).isEqualTo(Limit.ofMaxRunning(2));
	}

	@Test
	void boundsThatATaskDeclaresNoMoreAreRemoved() {
		rules((rules) -> rules.withTaskLimits("send", Map.of("task:send", Limit.ofMaxRunning(0)))
			.withOperatorLimit("task:send", Limit.ofMaxRunning(1)));
		this.fixture.start(WorkerFixture.options(), 8);
		this.fixture.awaitStatus(insertUnder("task:send"), JobStatus.SUCCESS);
		rules((rules) -> rules.withOperatorLimit("task:send", null));
		this.fixture.awaitStatus(insertUnder("task:send"), JobStatus.SUCCESS);
		assertThat(rules().bounds()).isEmpty();
	}

	private JobId insertUnder(String limit) {
		NewJob job = new NewJob(JobId.of("q-" + UUID.randomUUID()), "q", JobDetails.of("send", "\"x\""), null, null,
				JobTraits.NONE.withLimits(List.of(limit)));
		this.fixture.memory.intake().insert(List.of(job));
		return job.id();
	}

	private QueueRules rules() {
		return this.fixture.memory.part(QueueRulesStore.class).rules("q");
	}

	private void rules(UnaryOperator<QueueRules> change) {
		this.fixture.memory.part(QueueRulesStore.class).update("q", change);
	}

	@Test
	void headerIsTheValueOfTheKeyOfATask() {
		this.task.limits = new TaskLimits(null, null, "tenant", 1);
		NewJob job = new NewJob(JobId.of("q-1"), "q",
				JobDetails.of("send", "\"x\"").withHeaders(Map.of("tenant", "acme")), null, null);
		this.fixture.memory.intake().insert(List.of(job));
		this.fixture.start(WorkerFixture.options(), 8);
		this.fixture.awaitStatus(job.id(), JobStatus.SUCCESS);
		assertThat(this.fixture.memory.part(LimitStore.class).limitsOf("q", job.id()))
			.containsExactly("task:send:tenant=acme");
		assertThat(this.fixture.memory.part(QueueRulesStore.class).rules("q").limit("task:send:tenant=acme"))
			.isEqualTo(Limit.ofMaxRunning(1));
	}

	@Test
	void limitsOfATaskDoNotApplyInAQueueWhoseOrderExcludesThem() {
		this.fixture.memory.part(QueueRulesStore.class)
			.update("q", (rules) -> rules.withOrder(QueueRules.Order.LIFO, null));
		this.task.limits = new TaskLimits(1, null, "tenant", 1);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(ContainerLimits.class);
		logger.addAppender(log);
		try {
			IntStream.range(0, 20).forEach((i) -> this.fixture.insert("send"));
			this.fixture.start(WorkerFixture.options(), 8);
			awaitRuns(20);
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("'send'", "'q'", "lifo", "'jobqueue.queues.q.order'");
		assertThat(this.fixture.memory.part(QueueRulesStore.class).rules("q").bounds()).isEmpty();
	}

	@Test
	void operatorLimitsATaskThatDeclaresNone() {
		this.fixture.start(WorkerFixture.options(), 8);
		new StoreJobOperator(this.fixture.memory, () -> null).limit("q", "task:send", Limit.ofMaxRunning(1));
		IntStream.range(0, 60).forEach((i) -> this.fixture.insert("send"));
		awaitRuns(60);
		assertThat(this.mostRunning).hasValue(1);
	}

	/** Its jobs are under no limit, so they would start all the same. */
	@Test
	void taskWithoutABoundCannotBeHeldBack() {
		StoreJobOperator operator = new StoreJobOperator(this.fixture.memory, () -> null);
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> operator.holdBack("q", "task:send", Duration.ofMinutes(1)))
			.withMessageStartingWith("No job of queue 'q' is under the limit 'task:send'");
		assertThat(this.fixture.memory.part(LimitStore.class).uses("q", List.of("task:send")).get(0).delay()).isZero();
		operator.limit("q", "task:send:tenant", Limit.ofMaxRunning(9));
		operator.holdBack("q", "task:send:tenant=acme", Duration.ofMinutes(1));
		operator.limit("q", "task:send", Limit.ofMaxRunning(9));
		operator.holdBack("q", "task:send", Duration.ofMinutes(1));
		JobId id = this.fixture.insert("send");
		this.fixture.start(WorkerFixture.options(), 8);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.fixture.memory.part(LimitStore.class).held("q").containsKey("task:send"));
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void limitedQueueGivesNoJobBeyondTheFreePermits() {
		new StoreJobOperator(this.fixture.memory, () -> null).limit("q", "", Limit.ofMaxRunning(2));
		IntStream.range(0, 200).forEach((i) -> this.fixture.insert("send"));
		this.fixture.start(WorkerFixture.options(), 8);
		awaitRuns(200);
		assertThat(this.mostRunning.get()).isBetween(1, 2);
		assertThat(this.fixture.mostAsked).hasValue(8);
	}

	@Test
	void uncountedRetryUsesNoRetry() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTask asking = this.fixture.task("ask", (payload, job) -> {
			if (attempts.incrementAndGet() < 4) {
				job.retry(RetryRequest.after(Duration.ZERO).uncounted());
			}
			return null;
		});
		JobId id = this.fixture.insert("ask");
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(asking.runs).hasValue(4);
		assertThat(this.fixture.info(id).attempts()).isOne();
		assertThat(this.fixture.info(id).history()).hasSize(4);
	}

	@Test
	void explorerSaysThatNoWorkerServesTheQueueOfAJob() {
		StoreJobExplorer explorer = new StoreJobExplorer(this.fixture.memory,
				new JacksonJobSerializer(JsonMapper.builder().build()));
		JobId id = this.fixture.insert("send");
		assertThat(explorer.waitsFor(id)).singleElement().satisfies((wait) -> {
			assertThat(wait.reason()).isEqualTo(JobWait.Reason.NO_WORKER);
			assertThat(wait.text()).isEqualTo("No worker that is alive serves queue 'q'");
		});
		new StoreJobOperator(this.fixture.memory, () -> null).pause("q");
		assertThat(explorer.waitsFor(id)).extracting(JobWait::reason)
			.containsExactly(JobWait.Reason.NO_WORKER, JobWait.Reason.PAUSED);
	}

	@Test
	void explorerSaysWhatHoldsAJobBack() {
		StoreJobOperator operator = new StoreJobOperator(this.fixture.memory, () -> null);
		StoreJobExplorer explorer = new StoreJobExplorer(this.fixture.memory,
				new JacksonJobSerializer(JsonMapper.builder().build()));
		JobId id = this.fixture.insert("send");
		this.fixture.memory.feed()
			.renew(new RenewRequest(new WorkerIdentity("w", "host", 1, Instant.EPOCH), Duration.ofMinutes(1),
					List.of(new RenewRequest.Container("q", 1, Map.of()))));
		assertThat(explorer.waitsFor(id)).singleElement()
			.satisfies((wait) -> assertThat(wait.reason()).isEqualTo(JobWait.Reason.OTHER_JOBS));
		operator.limit("q", "", Limit.ofMaxRunning(0));
		assertThat(explorer.waitsFor(id)).singleElement()
			.satisfies((wait) -> assertThat(wait.text()).isEqualTo("0 jobs of the queue run, and at most 0 may"));
		operator.limit("q", "", null);
		operator.holdBack("q", Duration.ofMinutes(1));
		assertThat(explorer.waitsFor(id)).singleElement()
			.satisfies((wait) -> assertThat(wait.until()).isAfter(this.fixture.memory.queries().now()));
		assertThat(explorer.limits("q")).isEmpty();
		operator.limit("q", "tenant", Limit.ofRate(Rate.of("10/1s")));
		assertThat(explorer.limits("q")).singleElement()
			.satisfies((limit) -> assertThat(limit.operator()).isEqualTo(Limit.ofRate(Rate.of("10/1s"))));
	}

}
