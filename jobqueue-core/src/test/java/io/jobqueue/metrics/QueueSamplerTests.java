package io.jobqueue.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class QueueSamplerTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final InstantSource clock = this.now::get;

	private final MemoryStoreBackend store = new MemoryStoreBackend(this.clock);

	private final QueueSampler sampler = new QueueSampler(this.store.queries(), () -> Set.of("emails"),
			Duration.ofMillis(10), this.clock);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new QueueMetrics(this.sampler).bindTo(this.registry);
	}

	@Test
	void gaugesShowTheLastSample() {
		insert("emails");
		this.now.set(Instant.EPOCH.plusSeconds(7));
		this.sampler.sampleOnce();
		assertThat(size("emails", "queued")).isEqualTo(1);
		assertThat(size("emails", "started")).isZero();
		assertThat(this.registry.get("jobqueue.queue.oldest.age").gauge().value()).isEqualTo(7);
	}

	@Test
	void queuesThatComeUpLaterGetGauges() {
		this.sampler.sampleOnce();
		insert("reports");
		this.sampler.sampleOnce();
		assertThat(size("reports", "queued")).isEqualTo(1);
	}

	@Test
	void gaugesOfForgottenQueuesGo() {
		JobQueries queries = mock();
		given(queries.queues()).willReturn(List.of("reports")).willReturn(List.of()).willReturn(List.of("reports"));
		given(queries.queues(any()))
			.willAnswer((call) -> this.store.queries().queues(call.<Set<String>>getArgument(0)));
		QueueSampler forgetful = new QueueSampler(queries, () -> Set.of("emails"), Duration.ofSeconds(5), this.clock);
		new QueueMetrics(forgetful).bindTo(this.registry);
		forgetful.sampleOnce();
		assertThat(size("reports", "queued")).isZero();
		forgetful.sampleOnce();
		assertThat(this.registry.find("jobqueue.queue.size").tag("queue", "reports").gauges()).isEmpty();
		assertThat(this.registry.find("jobqueue.queue.oldest.age").tag("queue", "reports").gauges()).isEmpty();
		assertThat(size("emails", "queued")).isZero();
		forgetful.sampleOnce();
		assertThat(size("reports", "queued")).isZero();
	}

	@Test
	void aStoreThatIsAwayLeavesNoOldNumbers() {
		JobQueries queries = mock();
		given(queries.queues()).willReturn(List.of());
		given(queries.queues(Set.of("emails"))).willReturn(List.of(this.store.queries().queue("emails")));
		QueueSampler broken = new QueueSampler(queries, () -> Set.of("emails"), Duration.ofSeconds(5), this.clock);
		new QueueMetrics(broken).bindTo(this.registry);
		broken.sampleOnce();
		willThrow(new StoreUnavailableException("away", null)).given(queries).queues();
		this.now.set(Instant.EPOCH.plusSeconds(60));
		broken.sampleOnce();
		assertThat(broken.sample().error()).isEqualTo("away");
		assertThat(broken.sample().lastContact()).isEqualTo(Instant.EPOCH);
		assertThat(size("emails", "queued")).isNaN();
	}

	@Test
	void itSamplesByItselfBetweenStartAndStop() {
		this.sampler.start();
		insert("emails");
		Awaitility.await()
			.until(() -> this.sampler.sample().queues().containsKey("emails")
					&& this.sampler.sample().queues().get("emails").size(JobStatus.QUEUED) == 1);
		this.sampler.stop();
		assertThat(this.sampler.isRunning()).isFalse();
	}

	@Test
	void whatNobodyLooksAtIsNotReadAgain() {
		JobQueries queries = mock();
		AtomicInteger reads = new AtomicInteger();
		given(queries.queues()).willAnswer((call) -> {
			reads.incrementAndGet();
			return List.of();
		});
		QueueSampler quiet = new QueueSampler(queries, Set::of, Duration.ofMillis(1), this.clock);
		quiet.start();
		Awaitility.await().until(() -> reads.get() == 1);
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> reads.get() == 1);
		quiet.sample();
		Awaitility.await().until(() -> reads.get() == 2);
		quiet.stop();
	}

	@Test
	void sampleThatTheEndCutsShortIsNoFailure() throws Exception {
		JobQueries queries = mock();
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		given(queries.queues()).willAnswer((call) -> {
			asked.countDown();
			try {
				return new CompletableFuture<List<String>>().get();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw new IllegalStateException(ex);
			}
		});
		QueueSampler stopping = new QueueSampler(queries, Set::of, Duration.ofSeconds(5), this.clock);
		stopping.start();
		asked.await();
		stopping.stop();
		interrupted.await();
		Awaitility.await().during(Duration.ofMillis(50)).until(() -> stopping.sample().error() == null);
	}

	private void insert(String queue) {
		this.store.intake().insert(List.of(new NewJob(new JobId(queue + "-1"), queue, "task", "{}")));
	}

	private double size(String queue, String status) {
		return this.registry.get("jobqueue.queue.size").tag("queue", queue).tag("status", status).gauge().value();
	}

}
