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
final class JobWorkerStatus implements WorkerStatus {

	private final JobWorker worker;

	JobWorkerStatus(JobWorker worker) {
		this.worker = worker;
	}

	@Override
	public Set<String> containers() {
		return this.worker.containers()
			.stream()
			.filter((container) -> container.state() == ContainerStatus.State.RUNNING)
			.map(ContainerStatus::queue)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public Map<String, Duration> stalled() {
		Map<String, Duration> stalled = new TreeMap<>();
		this.worker.containers().forEach((container) -> {
			Duration length = container.stalledFor();
			if (length != null) {
				stalled.put(container.queue(), length);
			}
		});
		return stalled;
	}

	@Override
	public boolean isDraining() {
		return this.worker.isDraining();
	}

}
