package io.jobqueue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class LimitMetricsTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend memory = new MemoryStoreBackend(this.clock);

	private final LimitStore limits = mock(LimitStore.class,
			(call) -> call.getMethod().invoke(this.memory.part(LimitStore.class), call.getArguments()));

	private final QueueRulesStore rules = mock(QueueRulesStore.class,
			(call) -> call.getMethod().invoke(this.memory.part(QueueRulesStore.class), call.getArguments()));

	private final StoreBackend store = new ForwardingBackend(this.memory) {

		@Override
		public <T> T part(Class<T> type) {
			return type.isInstance(LimitMetricsTests.this.limits) ? type.cast(LimitMetricsTests.this.limits)
					: type.isInstance(LimitMetricsTests.this.rules) ? type.cast(LimitMetricsTests.this.rules)
							: super.part(type);
		}

	};

	private final QueueSampler sampler = new QueueSampler(this.memory.queries(), () -> Set.of("imports", "plain"),
			Duration.ofSeconds(5), this.clock);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new LimitMetrics(this.store, this.sampler).bindTo(this.registry);
	}

	private void limit(String name, Limit limit) {
		this.memory.part(QueueRulesStore.class).update("imports", (before) -> before.withOperatorLimit(name, limit));
	}

	private void run(int jobs, String... limits) {
		this.memory.intake()
			.insert(IntStream.range(0, jobs)
				.mapToObj(
						(i) -> new NewJob(JobId.of("imports-" + limits[0].substring("tenant=".length()) + i), "imports",
								JobDetails.of("import", "{}"), null, null, JobTraits.NONE.withLimits(List.of(limits))))
				.toList());
		this.memory.feed().claim(new ClaimRequest("imports", "w", jobs, Duration.ofMinutes(1)));
	}

	private double value(String meter, String limit) {
		return this.registry.get(meter).tags("queue", "imports", "limit", limit).gauge().value();
	}

	@Test
	void valuesOfAKeyShareOneGauge() {
		limit("", Limit.ofMaxRunning(50));
		limit("tenant", new Limit(2, Rate.of("120/1m")));
		limit("tenant=acme", Limit.ofMaxRunning(3));
		run(2, "tenant=acme");
		run(2, "tenant=other");
		this.sampler.sampleOnce();
		assertThat(value("jobqueue.limit.running", "(queue)")).isEqualTo(4);
		assertThat(value("jobqueue.limit.max", "(queue)")).isEqualTo(50);
		assertThat(value("jobqueue.limit.rate", "(queue)")).isNaN();
		assertThat(value("jobqueue.limit.running", "tenant")).isEqualTo(4);
		assertThat(value("jobqueue.limit.max", "tenant")).isEqualTo(2);
		assertThat(value("jobqueue.limit.rate", "tenant")).isEqualTo(2);
		assertThat(value("jobqueue.limit.full", "tenant")).isEqualTo(1);
		assertThat(this.registry.getMeters()).allMatch((meter) -> !meter.getId().toString().contains("acme"));
	}

	@Test
	void jobsThatWaitForALimitAreHeld() {
		limit("", Limit.ofMaxRunning(50));
		limit("tenant", Limit.ofMaxRunning(2));
		run(5, "tenant=acme");
		this.memory.part(LimitStore.class).holdBack("imports", "tenant=other", Duration.ofMinutes(5));
		run(4, "tenant=other");
		this.sampler.sampleOnce();
		assertThat(value("jobqueue.limit.held", "tenant")).isEqualTo(3 + 4);
		assertThat(value("jobqueue.limit.running", "tenant")).isEqualTo(2);
		assertThat(value("jobqueue.limit.delayed", "tenant")).isEqualTo(1);
		assertThat(this.registry.find("jobqueue.limit.held").tag("limit", "(queue)").gauge()).isNull();
		verify(this.limits, times(1)).held("imports");
	}

	@Test
	void limitOfAnOperatorThatHoldsJobsBackIsDelayed() {
		limit("tenant", Limit.ofMaxRunning(2));
		this.memory.part(LimitStore.class).holdBack("imports", "tenant", Duration.ofMinutes(5));
		this.sampler.sampleOnce();
		assertThat(value("jobqueue.limit.delayed", "tenant")).isEqualTo(1);
	}

	@Test
	void callsDoNotGrowWithTheNumberOfValues() {
		limit("tenant", Limit.ofMaxRunning(2));
		IntStream.range(0, 100).forEach((i) -> run(1, "tenant=" + i));
		this.sampler.sampleOnce();
		assertThat(value("jobqueue.limit.running", "tenant")).isEqualTo(100);
		IntStream.range(0, 1000).forEach((i) -> value("jobqueue.limit.full", "tenant"));
		verify(this.limits, times(2)).uses(eq("imports"), any());
		this.sampler.sampleOnce();
		verify(this.rules, times(2)).rules("imports");
		verify(this.rules, times(1)).rules("plain");
	}

	@Test
	void gaugesOfARemovedLimitAreRemoved() {
		limit("tenant", Limit.ofMaxRunning(2));
		this.sampler.sampleOnce();
		assertThat(this.registry.find("jobqueue.limit.max").gauges()).hasSize(1);
		this.memory.part(QueueRulesStore.class).update("imports", (before) -> before.withOperatorLimit("tenant", null));
		this.sampler.sampleOnce();
		assertThat(this.registry.find("jobqueue.limit.max").gauges()).isEmpty();
	}

	@Test
	void storeWithoutLimitsHasNoGauges() {
		limit("tenant", Limit.ofMaxRunning(2));
		StoreBackend without = new ForwardingBackend(this.memory) {

			@Override
			public <T> T part(Class<T> type) {
				throw new UnsupportedStorePartException(this, type);
			}

		};
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		new LimitMetrics(without, this.sampler).bindTo(other);
		this.sampler.sampleOnce();
		assertThat(this.registry.getMeters()).isNotEmpty();
		assertThat(other.getMeters()).isEmpty();
	}

}
