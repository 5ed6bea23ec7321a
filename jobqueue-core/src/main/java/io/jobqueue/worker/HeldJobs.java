package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobId;

/**
 * The jobs of a container from claim until their outcome is stored: those whose lease is
 * to be renewed.
 */
final class HeldJobs {

	private static final int MAX_GIVEN_UP = 1000;

	private final Map<JobId, JobExecution> executions = new HashMap<>();

	private final Map<JobId, Double> sentProgress = new HashMap<>();

	private final Map<JobId, Integer> givenUp = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
			return size() > MAX_GIVEN_UP;
		}
	};

	/**
	 * Hold a job.
	 * @return whether it may start; not if it was given back before the claim's answer
	 * came
	 */
	synchronized boolean admit(JobExecution execution) {
		Integer delivery = this.givenUp.get(execution.id());
		if (delivery != null && delivery == execution.job().delivery()) {
			return false;
		}
		this.executions.put(execution.id(), execution);
		return true;
	}

	/** Its outcome is stored. A later claim of the same job stays. */
	synchronized void forget(JobId id, int delivery) {
		if (knows(id, delivery)) {
			this.executions.remove(id);
			this.sentProgress.remove(id);
			notifyAll();
		}
	}

	/** Wait until the outcome of a job is stored, but not longer than that. */
	synchronized void awaitForgotten(JobId id, Duration longest) {
		long end = System.nanoTime() + longest.toNanos();
		try {
			for (long left = longest.toNanos(); this.executions.containsKey(id) && left > 0;) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
				left = end - System.nanoTime();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Give up a job that the store holds for this worker, if it is not known here. From
	 * then on it is not admitted, should the answer of its claim still come.
	 */
	synchronized boolean giveUp(JobId id, int delivery) {
		if (knows(id, delivery)) {
			return false;
		}
		this.givenUp.put(id, delivery);
		return true;
	}

	synchronized boolean knows(JobId id, int delivery) {
		JobExecution execution = this.executions.get(id);
		return execution != null && execution.job().delivery() == delivery;
	}

	synchronized @Nullable JobExecution find(JobId id) {
		return this.executions.get(id);
	}

	synchronized List<JobExecution> all() {
		return new ArrayList<>(this.executions.values());
	}

	synchronized Map<JobId, Integer> deliveries() {
		Map<JobId, Integer> deliveries = new HashMap<>();
		this.executions.forEach((id, execution) -> deliveries.put(id, execution.job().delivery()));
		return deliveries;
	}

	/** Progress that has not been sent. */
	synchronized Map<JobId, Double> newProgress() {
		Map<JobId, Double> progress = new HashMap<>();
		this.executions.forEach((id, execution) -> {
			Double latest = execution.progress();
			if (latest != null && !latest.equals(this.sentProgress.get(id))) {
				progress.put(id, latest);
			}
		});
		return progress;
	}

	synchronized void progressSent(Map<JobId, Double> progress) {
		progress.forEach((id, value) -> {
			if (this.executions.containsKey(id)) {
				this.sentProgress.put(id, value);
			}
		});
	}

}
