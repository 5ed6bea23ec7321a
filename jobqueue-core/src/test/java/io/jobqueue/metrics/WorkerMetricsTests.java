package io.jobqueue.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.options.ContainerStatus;

import io.micrometer.core.instrument.Gauge;
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
		bind(Map.of("orders", "orders"));
		assertThat(stalled()).isZero();
		this.containers = List.of(container(null));
		assertThat(stalled()).isZero();
		this.containers = List.of(container(Duration.ofSeconds(31)));
		assertThat(stalled()).isOne();
	}

	@Test
	void queuesThatAreFoundLaterGetTheirMeters() {
		bind(Map.of());
		assertThat(this.registry.getMeters()).isEmpty();
		this.containers = List.of(container(Duration.ofSeconds(31)));
		this.sampler.sampleOnce();
		assertThat(stalled()).isOne();
	}

	@Test
	void queuesOfOneContainerHaveItsTag() {
		bind(Map.of("critical", "mail", "orders", "orders"));
		this.containers = List.of(shared("critical", 2), shared("low", 3), container(null));
		this.sampler.sampleOnce();
		assertThat(capacity("critical", "mail")).isEqualTo(10);
		assertThat(capacity("low", "mail")).isEqualTo(10);
		assertThat(capacity("orders", "orders")).isEqualTo(10);
		assertThat(this.registry.get("jobqueue.worker.active").tag("container", "mail").gauges())
			.extracting(Gauge::value)
			.containsExactlyInAnyOrder(2.0, 3.0);
	}

	private double capacity(String queue, String container) {
		return this.registry.get("jobqueue.worker.capacity")
			.tags("queue", queue, "container", container)
			.gauge()
			.value();
	}

	private static ContainerStatus shared(String queue, int active) {
		return new ContainerStatus(queue, "mail", active, 10, 0, ContainerStatus.State.RUNNING, false, null);
	}

	private void bind(Map<String, String> queues) {
		new WorkerMetrics(queues, () -> this.containers, this.sampler).bindTo(this.registry);
	}

	private double stalled() {
		return this.registry.get("jobqueue.worker.stalled").tag("queue", "orders").gauge().value();
	}

	private static ContainerStatus container(@Nullable Duration stalledFor) {
		return new ContainerStatus("orders", "orders", 0, 10, 0, ContainerStatus.State.RUNNING, false, stalledFor);
	}

}
