package io.jobqueue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class FlowMetricsTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final JobFlows flows = new JobFlows(this.store, FlowOptions.DEFAULT, JobEvents.NONE);

	private final QueueSampler sampler = new QueueSampler(this.store.queries(), () -> Set.of("mails"),
			Duration.ofSeconds(5), this.clock);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private double open() {
		return this.registry.get("jobqueue.flows.open").gauge().value();
	}

	private FlowId create(String id) {
		NewJob job = new NewJob(JobId.of("mails-" + id), "mails", "send", "null");
		this.flows.create(PreparedFlow.of(FlowId.of(id), List.of(List.of(job)), null, null, null),
				(jobs) -> this.store.intake().insert(jobs, Admission.ALWAYS));
		return FlowId.of(id);
	}

	@Test
	void openFlowsAreThoseOfTheLastSample() {
		new FlowMetrics(this.flows, this.store, this.sampler).bindTo(this.registry);
		assertThat(open()).isNaN();
		create("flow-0001");
		create("flow-0002");
		this.sampler.sampleOnce();
		assertThat(open()).isEqualTo(2);
		create("flow-0003");
		assertThat(open()).isEqualTo(2);
	}

	@Test
	void numberThatIsNoLongerTrueIsNotShown() {
		FlowStore stored = mock(FlowStore.class);
		given(stored.countLiving()).willReturn(7L).willThrow(new StoreUnavailableException("on purpose", null));
		new FlowMetrics(this.flows, with(stored), this.sampler).bindTo(this.registry);
		this.sampler.sampleOnce();
		assertThat(open()).isEqualTo(7);
		this.sampler.sampleOnce();
		assertThat(open()).isNaN();
	}

	@Test
	void storeWithoutFlowsHasNoGauge() {
		new FlowMetrics(this.flows, with(null), this.sampler).bindTo(this.registry);
		assertThat(this.registry.find("jobqueue.flows.open").meter()).isNull();
		assertThat(this.registry.find("jobqueue.flows.ended").functionCounters()).hasSize(4);
	}

	private StoreBackend with(FlowStore stored) {
		return new ForwardingBackend(this.store) {

			@Override
			public <T> T part(Class<T> type) {
				if (stored == null) {
					throw new UnsupportedStorePartException(this, type);
				}
				return type.cast(stored);
			}

		};
	}

}
