package io.jobqueue.autoconfigure.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.DispatchResult.Outcome;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobFailure;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.JobWait;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.annotation.Retry;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** A release renames tasks, while jobs wait that the one before has dispatched. */
@Tag("process")
class RenamedTaskTests {

	private static final Duration TIME = Duration.ofSeconds(30);

	static Stream<Named<ApplicationContextRunner>> stores() {
		return SharedStores.all();
	}

	private static ApplicationContextRunner before(ApplicationContextRunner store) {
		return store.withBean(Before.class).withPropertyValues("jobqueue.worker.enabled=false");
	}

	@ParameterizedTest
	@MethodSource("stores")
	void waitingJobsRunUnderTheNewName(ApplicationContextRunner store) {
		AtomicReference<List<JobId>> ids = new AtomicReference<>();
		before(store).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			ids.set(List.of(jobs.dispatch(Before::send, "now"),
					jobs.dispatch(JobRequest.of(Before::send, "later").after(Duration.ofMillis(1500))),
					jobs.dispatch(Before::send, "bad")));
		});
		store.withBean(After.class).run((context) -> {
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(ids.get()).extracting((id) -> explorer.await(id, TIME).status())
				.containsExactly(JobStatus.SUCCESS, JobStatus.SUCCESS, JobStatus.MAX_RETRIES);
			assertThat(explorer.result(ids.get().get(0), String.class)).contains("now by mails.deliver");
			assertThat(explorer.find(ids.get().get(0)).orElseThrow().task()).isEqualTo("mails.send");
			assertThat(context.getBean(After.class).failed.poll(30, TimeUnit.SECONDS)).isEqualTo("bad");
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void flowGoesOnUnderTheNewNames(ApplicationContextRunner store) {
		AtomicReference<FlowId> flow = new AtomicReference<>();
		before(store).run((context) -> flow.set(context.getBean(JobDispatcher.class)
			.batch(List.of(JobRequest.of(Before::send, "a"), JobRequest.of(Before::send, "b")))
			.onSuccess(JobRequest.of(Before::report, "all"))
			.dispatch()));
		store.withBean(After.class).run((context) -> {
			FlowInfo info = Awaitility.await()
				.atMost(TIME)
				.until(() -> context.getBean(JobExplorer.class).flow(flow.get()).orElseThrow(),
						(each) -> each.status() == FlowStatus.SUCCESS);
			assertThat(info.succeeded()).isEqualTo(2);
			assertThat(context.getBean(After.class).reports.poll(30, TimeUnit.SECONDS))
				.isEqualTo("all: [a by mails.deliver, b by mails.deliver]");
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void schedulesFireTheTaskOfTheNewName(ApplicationContextRunner store) {
		before(store).run((context) -> context.getBean(JobSchedules.class)
			.put(Definition.of("put", JobRequest.of("mails.send", "tick").onQueue("mails"))
				.withEvery(Duration.ofMillis(200))));
		store.withBean(After.class)
			.withPropertyValues("jobqueue.schedules.configured.task=mails.send",
					"jobqueue.schedules.configured.payload=hourly", "jobqueue.schedules.configured.every=1h")
			.run((context) -> {
				assertThat(context.getBean(After.class).sent.poll(30, TimeUnit.SECONDS)).isEqualTo("tick");
				JobSchedules schedules = context.getBean(JobSchedules.class);
				Awaitility.await()
					.atMost(TIME)
					.until(() -> schedules.list().stream().anyMatch((each) -> each.name().equals("configured")));
				assertThat(schedules.find("put").task()).isEqualTo("mails.send");
				assertThat(schedules.find("configured").task()).isEqualTo("mails.deliver");
			});
	}

	/** So a job of each name may wait for the same key. */
	@ParameterizedTest
	@MethodSource("stores")
	void keyOfAJobUnderTheFormerNameIsNotThatOfTheNewOne(ApplicationContextRunner store) {
		before(store).run((context) -> context.getBean(JobDispatcher.class)
			.dispatch(JobRequest.of(Before::send, "x").withUniqueKey("k")));
		store.withBean(After.class).withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobRequest request = JobRequest.of(After::deliver, "x").withUniqueKey("k");
			assertThat(jobs.tryDispatch(request).outcome()).isEqualTo(Outcome.STORED);
			assertThat(jobs.tryDispatch(request).outcome()).isEqualTo(Outcome.KEPT);
			assertThat(jobs.tryDispatch(JobRequest.of("mails.send", "x").onQueue("mails").withUniqueKey("k")).outcome())
				.as("by the alias")
				.isEqualTo(Outcome.KEPT);
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void boundOfTheNewNameHoldsForJobsUnderTheFormerOne(ApplicationContextRunner store) {
		List<JobId> ids = new ArrayList<>();
		before(store).run((context) -> IntStream.range(0, 4)
			.forEach((i) -> ids.add(context.getBean(JobDispatcher.class).dispatch(Before::pack, i))));
		store.withBean(After.class).run((context) -> {
			IntStream.range(4, 8)
				.forEach((i) -> ids.add(context.getBean(JobDispatcher.class).dispatch(After::wrap, i)));
			JobExplorer explorer = context.getBean(JobExplorer.class);
			Awaitility.await()
				.atMost(TIME)
				.until(() -> ids.stream().filter((id) -> waitsForLimit(explorer, id)).count() == 7);
			context.getBean(After.class).enough.countDown();
			Awaitility.await().atMost(TIME).until(() -> explorer.queue("parcels").size(JobStatus.SUCCESS) == 8);
			assertThat(context.getBean(After.class).mostAtOnce.get()).isOne();
		});
	}

	private static boolean waitsForLimit(JobExplorer explorer, JobId id) {
		return explorer.waitsFor(id).stream().anyMatch((wait) -> wait.reason() == JobWait.Reason.LIMIT_FULL);
	}

	/** The tasks of the release before. */
	static class Before {

		@JobTask(name = "mails.send", queue = "mails")
		String send(String text) {
			throw new IllegalStateException("must not run: " + text);
		}

		@JobTask(name = "parcels.pack", queue = "parcels")
		void pack(int number) {
			throw new IllegalStateException("must not run: " + number);
		}

		@JobTask(name = "mails.report", queue = "mails")
		void report(String text) {
			throw new IllegalStateException("must not run: " + text);
		}

	}

	/** The tasks of the new release. */
	static class After {

		private final CountDownLatch enough = new CountDownLatch(1);

		private final AtomicInteger atOnce = new AtomicInteger();

		private final AtomicInteger mostAtOnce = new AtomicInteger();

		private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();

		@JobTask(name = "mails.deliver", aliases = "mails.send", queue = "mails",
				retry = @Retry(maxRetries = 1, delay = "10ms"))
		String deliver(String text, JobContext job) {
			if (text.equals("bad")) {
				throw new IllegalStateException("on purpose");
			}
			this.sent.add(text);
			return text + " by " + job.task();
		}

		@JobTask(name = "parcels.wrap", aliases = "parcels.pack", queue = "parcels", maxRunning = 1)
		void wrap(int number) throws InterruptedException {
			this.mostAtOnce.accumulateAndGet(this.atOnce.incrementAndGet(), Math::max);
			this.enough.await();
			this.atOnce.decrementAndGet();
		}

		@OnFailure("mails.deliver")
		void failed(String text, JobFailure failure) {
			this.failed.add(text);
		}

		@JobTask(name = "mails.sum-up", aliases = "mails.report", queue = "mails")
		void sumUp(String text, JobContext job) {
			this.reports.add(text + ": " + job.flow().results(String.class));
		}

	}

}
