package io.jobqueue.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.options.ContainerStatus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final QueueSampler sampler = new QueueSampler(new MemoryStoreBackend(InstantSource.system()).queries(),
			Set::of, Duration.ofSeconds(5), InstantSource.system());

	private List<ContainerStatus> containers = List.of();

	@Test
	void stalledIsOneWhileTheContainerStandsStill() {
		bind(Set.of("orders"));
		assertThat(stalled()).isZero();
		this.containers = List.of(container(null));
		assertThat(stalled()).isZero();
		this.containers = List.of(container(Duration.ofSeconds(31)));
		assertThat(stalled()).isOne();
	}

	@Test
	void queuesThatAreFoundLaterGetTheirMeters() {
		bind(Set.of());
		assertThat(this.registry.getMeters()).isEmpty();
		this.containers = List.of(container(Duration.ofSeconds(31)));
		this.sampler.sampleOnce();
		assertThat(stalled()).isOne();
	}

	private void bind(Set<String> queues) {
		new WorkerMetrics(queues, () -> this.containers, this.sampler).bindTo(this.registry);
	}

	private double stalled() {
		return this.registry.get("jobqueue.worker.stalled").tag("queue", "orders").gauge().value();
	}

	private static ContainerStatus container(@Nullable Duration stalledFor) {
		return new ContainerStatus("orders", 0, 10, 0, ContainerStatus.State.RUNNING, false, stalledFor);
	}

}
