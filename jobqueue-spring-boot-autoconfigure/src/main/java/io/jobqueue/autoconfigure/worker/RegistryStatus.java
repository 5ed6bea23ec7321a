package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerStatus;

/** The status of the worker, read from {@code JobWorker}. */
final class RegistryStatus implements WorkerStatus {

	private final JobWorker registry;

	RegistryStatus(JobWorker registry) {
		this.registry = registry;
	}

	@Override
	public Set<String> containers() {
		return this.registry.containers()
			.stream()
			.filter((container) -> container.state() == ContainerStatus.State.RUNNING)
			.map(ContainerStatus::queue)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public Map<String, Duration> stalled() {
		Map<String, Duration> stalled = new TreeMap<>();
		this.registry.containers().forEach((container) -> {
			Duration length = container.stalledFor();
			if (length != null) {
				stalled.put(container.queue(), length);
			}
		});
		return stalled;
	}

	@Override
	public boolean isDraining() {
		return this.registry.isDraining();
	}

}
