package io.jobqueue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.RawQueueType;
import io.jobqueue.raw.RawMover;
import io.jobqueue.raw.RawQueue;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RawMetricsTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final RawQueues queues = new RawQueues(this.store,
			List.of(new RawQueue("inbox", RawQueueType.LIST, "mails.send", "mails", Duration.ofSeconds(1))));

	private final QueueSampler sampler = new QueueSampler(this.store.queries(), () -> Set.of("mails"),
			Duration.ofSeconds(5), this.clock);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private double gauge(String name) {
		return this.registry.get(name).tag("raw", "inbox").gauge().value();
	}

	@Test
	void sizesAreThoseOfTheLastSample() {
		new RawMetrics(this.queues, null, this.sampler).bindTo(this.registry);
		assertThat(gauge("jobqueue.raw.size")).isNaN();
		this.queues.push("inbox", List.of("1", "2"));
		this.sampler.sampleOnce();
		this.queues.push("inbox", List.of("3"));
		assertThat(gauge("jobqueue.raw.size")).isEqualTo(2);
		assertThat(gauge("jobqueue.raw.dead")).isZero();
		assertThat(this.registry.find("jobqueue.raw.moved").meter()).isNull();
	}

	@Test
	void movedItemsAreCounted() {
		RawMover mover = mock(RawMover.class);
		given(mover.moved("inbox")).willReturn(7L);
		new RawMetrics(this.queues, mover, this.sampler).bindTo(this.registry);
		assertThat(this.registry.get("jobqueue.raw.moved").tag("raw", "inbox").functionCounter().count()).isEqualTo(7);
	}

	@Test
	void applicationWithoutRawQueuesHasNoMeters() {
		new RawMetrics(new RawQueues(this.store, List.of()), null, this.sampler).bindTo(this.registry);
		assertThat(this.registry.getMeters()).isEmpty();
	}

}
