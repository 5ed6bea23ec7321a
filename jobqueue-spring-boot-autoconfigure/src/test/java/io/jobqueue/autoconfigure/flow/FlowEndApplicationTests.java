package io.jobqueue.autoconfigure.flow;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.metrics.FlowMetrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Listeners and meters of an application know how its flows end. */
@Tag("process")
class FlowEndApplicationTests {

	static Stream<ApplicationContextRunner> stores() {
		return Stream
			.of(Contexts.inMemory(), Contexts.withRedis(),
					Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc"))
			.map((runner) -> runner.withBean(Works.class)
				.withBean(Ends.class)
				.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
				.withPropertyValues("jobqueue.metrics.sample-interval=1s"));
	}

	private static JobRequest work(String how) {
		return JobRequest.of(Works::work, how);
	}

	@ParameterizedTest
	@MethodSource("stores")
	void eachEndIsAnEvent(ApplicationContextRunner runner) {
		runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(FlowMetrics.class).bindTo(meters);
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			BlockingQueue<JobEvent.FlowEnded> ends = context.getBean(Ends.class).ends;
			FlowId good = jobs.chain(work("a")).then(work("b")).named("import").dispatch();
			assertThat(ends.poll(30, TimeUnit.SECONDS))
				.isEqualTo(new JobEvent.FlowEnded(good, "import", FlowStatus.SUCCESS));
			FlowId bad = jobs.batch(List.of(work("a"), work("fail"))).dispatch();
			assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(new JobEvent.FlowEnded(bad, null, FlowStatus.FAILED));
			FlowId slow = jobs.batch(List.of(work("wait"), work("wait"))).dispatch();
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> meters.get("jobqueue.flows.open").gauge().value() == 1);
			context.getBean(JobOperator.class).cancel(slow);
			assertThat(ends.poll(30, TimeUnit.SECONDS))
				.isEqualTo(new JobEvent.FlowEnded(slow, null, FlowStatus.CANCELLED));
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> meters.get("jobqueue.flows.open").gauge().value() == 0);
			assertThat(ends).isEmpty();
			for (String status : List.of("success", "failed", "cancelled")) {
				assertThat(meters.get("jobqueue.flows.ended").tag("status", status).functionCounter().count())
					.isEqualTo(1);
			}
		});
	}

	/** A listener. */
	static class Ends {

		private final BlockingQueue<JobEvent.FlowEnded> ends = new LinkedBlockingQueue<>();

		@EventListener
		void onEnd(JobEvent.FlowEnded event) {
			this.ends.add(event);
		}

	}

	/** A task. */
	static class Works {

		@JobTask(queue = "works")
		void work(@Nullable String how, JobContext job) throws InterruptedException {
			if ("fail".equals(how)) {
				throw job.abort("on purpose");
			}
			if ("wait".equals(how)) {
				// Until the cancellation interrupts it.
				new CountDownLatch(1).await();
			}
		}

	}

}
