package io.jobqueue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.worker.ContainerStatus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private List<ContainerStatus> containers = List.of();

	@Test
	void stalledIsOneWhileTheContainerStandsStill() {
		new WorkerMetrics(Set.of("orders"), () -> this.containers).bindTo(this.registry);
		assertThat(stalled()).isZero();
		this.containers = List.of(container(null));
		assertThat(stalled()).isZero();
		this.containers = List.of(container(Duration.ofSeconds(31)));
		assertThat(stalled()).isOne();
	}

	private double stalled() {
		return this.registry.get("jobqueue.worker.stalled").tag("queue", "orders").gauge().value();
	}

	private static ContainerStatus container(@Nullable Duration stalledFor) {
		return new ContainerStatus("orders", 0, 10, 0, 0, ContainerStatus.State.RUNNING, false, null, stalledFor);
	}

}
