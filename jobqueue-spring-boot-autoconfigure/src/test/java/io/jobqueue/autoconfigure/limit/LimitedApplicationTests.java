package io.jobqueue.autoconfigure.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.JobWait;
import io.jobqueue.Limit;
import io.jobqueue.LimitInfo;
import io.jobqueue.Rate;
import io.jobqueue.store.StoreBackend;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of applications with workers, on servers.
 */
@Tag("process")
class LimitedApplicationTests {

	private static final String STORES = "io.jobqueue.autoconfigure.limit.LimitedApplication#stores";

	private final LimitedApplication application = new LimitedApplication();

	@AfterEach
	void release() {
		this.application.gate.countDown();
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void limitsOfTasksAndPropertiesHoldOnAllWorkers(String store) {
		ApplicationContextRunner runner = this.application.on(store)
			.withPropertyValues("jobqueue.queues.imports.max-running=5",
					"jobqueue.queues.imports.limits.region.max-running=1");
		this.application.gate = new CountDownLatch(1);
		runner.run((one) -> runner.run((other) -> {
			JobDispatcher jobs = one.getBean(JobDispatcher.class);
			List<JobRequest> requests = new ArrayList<>();
			// Two workers that claim at once pass over the jobs of each other, so the
			// exports come when the imports have used their limit.
			for (String tenant : List.of("acme", "beta", "gamma", "delta")) {
				IntStream.range(0, 8)
					.forEach((i) -> requests.add(JobRequest.of("import", tenant).withLimitKey("tenant", tenant)));
			}
			jobs.dispatchAll(requests);
			await().until(() -> this.application.running("task") == 3);
			List<JobRequest> exports = new ArrayList<>();
			IntStream.range(0, 12)
				.forEach((i) -> exports.add(JobRequest.of("export", "north").withLimitKey("region", "north")));
			IntStream.range(0, 8).forEach((i) -> exports.add(JobRequest.of("export", "anywhere")));
			jobs.dispatchAll(exports);
			requests.addAll(exports);
			await().until(() -> this.application.running("queue") == 5);
			this.application.gate.countDown();
			JobExplorer explorer = other.getBean(JobExplorer.class);
			await().until(() -> {
				assertWithinBounds(explorer.limits("imports"));
				return explorer.count(JobQuery.all().withStatus(JobStatus.SUCCESS)) == requests.size();
			});
			assertThat(this.application.most("queue")).isEqualTo(5);
			assertThat(this.application.most("task")).isEqualTo(3);
			assertThat(this.application.most("export=north")).isOne();
			assertThat(this.application.most("tenant=acme")).isOne();
			assertThat(explorer.limits("imports")).isNotEmpty().allMatch((limit) -> limit.running() == 0);
		}));
	}

	private static void assertWithinBounds(Collection<LimitInfo> limits) {
		limits.stream()
			.filter((limit) -> limit.limit().maxRunning() != null)
			.forEach((limit) -> assertThat(limit.running()).as(limit.name())
				.isLessThanOrEqualTo(limit.limit().maxRunning()));
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void rateHoldsOnAllWorkers(String store) {
		ApplicationContextRunner runner = this.application.on(store);
		runner.run((one) -> runner.run((other) -> {
			List<JobRequest> requests = IntStream.range(0, 25).mapToObj((i) -> JobRequest.of("mail", "m" + i)).toList();
			one.getBean(JobDispatcher.class).dispatchAll(requests);
			JobExplorer explorer = other.getBean(JobExplorer.class);
			awaitSuccess(explorer, requests.size());
			List<Instant> starts = explorer.search(JobQuery.all().inQueue("mails"))
				.jobs()
				.stream()
				.flatMap((job) -> job.history().stream())
				.map(JobAttempt::startedAt)
				.toList();
			assertThat(starts).hasSize(25);
			starts.forEach((start) -> assertThat(starts.stream()
				.filter((time) -> !time.isBefore(start) && time.isBefore(start.plusSeconds(1)))
				.count()).isLessThanOrEqualTo(10));
		}));
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void rateLimiterHoldsOnAllWorkersAndUsesNoRetry(String store) {
		ApplicationContextRunner runner = this.application.on(store);
		runner.run((one) -> runner.run((other) -> {
			one.getBean(JobDispatcher.class)
				.dispatchAll(IntStream.range(0, 15).mapToObj((i) -> JobRequest.of("call", "c" + i)).toList());
			JobExplorer explorer = other.getBean(JobExplorer.class);
			awaitSuccess(explorer, 15);
			assertThat(this.application.calls).hasSize(15);
			assertThat(LimitedApplication.mostWithin(this.application.calls, Duration.ofSeconds(1)))
				.isLessThanOrEqualTo(5);
			assertThat(explorer.search(JobQuery.all().inQueue("calls")).jobs()).extracting(JobInfo::attempts)
				.containsOnly(1);
		}));
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void operatorChangesLimitsWhileWorkersRun(String store) {
		this.application.on(store).withPropertyValues("jobqueue.worker.poll-interval=60s").run((context) -> {
			JobOperator operator = context.getBean(JobOperator.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			operator.limit("imports", "tenant=acme", Limit.ofMaxRunning(0));
			JobId id = dispatchExport(context, "acme");
			await().untilAsserted(() -> assertThat(explorer.waitsFor(id)).singleElement().satisfies((wait) -> {
				assertThat(wait.reason()).isEqualTo(JobWait.Reason.LIMIT_FULL);
				assertThat(wait.limit()).isNotNull();
				assertThat(wait.limit().name()).isEqualTo("tenant=acme");
			}));
			explorer.await(dispatchExport(context, "beta"), Duration.ofSeconds(20));
			operator.limit("imports", "tenant=acme", null);
			assertThat(explorer.await(id, Duration.ofSeconds(20)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.waitsFor(id)).isEmpty();
			operator.limit("imports", "", Limit.ofMaxRunning(0));
			JobId next = dispatchExport(context, "acme");
			assertThat(explorer.waitsFor(next)).extracting(JobWait::reason).containsExactly(JobWait.Reason.LIMIT_FULL);
			operator.limit("imports", "", Limit.ofRate(Rate.of("100/1s")));
			assertThat(explorer.await(next, Duration.ofSeconds(20)).status()).isEqualTo(JobStatus.SUCCESS);
		});
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void jobsThatAreHeldBackStartAtTheEndOfTheTime(String store) {
		this.application.on(store).withPropertyValues("jobqueue.worker.poll-interval=60s").run((context) -> {
			JobOperator operator = context.getBean(JobOperator.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			Instant before = context.getBean(StoreBackend.class).queries().now();
			operator.holdBack("mails", "", Duration.ofSeconds(5));
			operator.holdBack("imports", "tenant=acme", Duration.ofSeconds(5));
			List<JobId> ids = List.of(context.getBean(JobDispatcher.class).dispatch(JobRequest.of("mail", "m")),
					dispatchExport(context, "acme"));
			ids.forEach((id) -> await()
				.untilAsserted(() -> assertThat(explorer.waitsFor(id)).singleElement().satisfies((wait) -> {
					assertThat(wait.reason()).isEqualTo(JobWait.Reason.LIMIT_DELAYED);
					assertThat(wait.until()).isAfter(before);
				})));
			ids.forEach((id) -> assertThat(explorer.await(id, Duration.ofSeconds(20)).history().get(0).startedAt())
				.isAfterOrEqualTo(before.plusSeconds(5)));
		});
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void valuesTakeTurnsInAFairQueue(String store) {
		this.application.on(store)
			.withPropertyValues("jobqueue.queues.imports.order=fair", "jobqueue.queues.imports.fair-by=tenant",
					"jobqueue.queues.imports.concurrency=1")
			.run((context) -> {
				JobOperator operator = context.getBean(JobOperator.class);
				operator.pause("imports");
				List<JobRequest> requests = new ArrayList<>();
				IntStream.range(0, 60).forEach((i) -> requests.add(export("huge")));
				requests.add(export("one"));
				context.getBean(JobDispatcher.class).dispatchAll(requests);
				operator.resume("imports");
				awaitSuccess(context.getBean(JobExplorer.class), requests.size());
				assertThat(List.copyOf(this.application.started).indexOf("one")).isBetween(0, 5);
			});
	}

	@ParameterizedTest
	@MethodSource(STORES)
	void freedSlotWakesAWorkerThatDoesNotPoll(String store) {
		ApplicationContextRunner runner = this.application.on(store)
			.withPropertyValues("jobqueue.queues.imports.max-running=1", "jobqueue.worker.poll-interval=60s");
		this.application.gate = new CountDownLatch(1);
		runner.run((context) -> {
			JobId running = dispatchExport(context, "acme");
			await().until(() -> this.application.running("queue") == 1);
			JobId next = dispatchExport(context, "acme");
			context.getBean(JobOperator.class).cancel(running);
			await().until(() -> this.application.started.size() == 2);
			this.application.gate.countDown();
			context.getBean(JobExplorer.class).await(next, Duration.ofSeconds(20));
		});
	}

	private static JobId dispatchExport(ApplicationContext context, String tenant) {
		return context.getBean(JobDispatcher.class).dispatch(export(tenant));
	}

	private static JobRequest export(String tenant) {
		return JobRequest.of("export", tenant).withLimitKey("tenant", tenant);
	}

	private static void awaitSuccess(JobExplorer explorer, int count) {
		await().until(() -> explorer.count(JobQuery.all().withStatus(JobStatus.SUCCESS)) == count);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
	}

}
