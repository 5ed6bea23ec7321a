package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.worker.options.WorkerOptions;

/**
 * Decides when a worker stops itself: after a number of jobs, or when all its queues are
 * empty. Empty means that each container has made a claim without result, with no job
 * running, after the last job of any container had ended. An earlier claim does not
 * count, because that job may have dispatched others. Nor does a claim while a flow is
 * about to go on, because it may bring jobs.
 */
public final class ExitCondition {

	/** How long a worker with burst waits at most for its next claim. */
	private static final Duration BURST_LOOK = Duration.ofSeconds(1);

	private final int maxJobs;

	private final boolean burst;

	private final IntSupplier containers;

	private final WorkerFlows flows;

	private final Runnable exit;

	private final Map<String, Long> idleSince = new HashMap<>();

	private int started;

	private int reserved;

	/** Jobs that count as started but may still be released instead. */
	private int launching;

	private long ended;

	private boolean exited;

	private boolean draining;

	public ExitCondition(WorkerOptions options, IntSupplier containers, WorkerFlows flows, Runnable exit) {
		this.maxJobs = (options.maxJobs() != null) ? options.maxJobs() : Integer.MAX_VALUE;
		this.burst = options.burst();
		this.containers = containers;
		this.flows = flows;
		this.exit = exit;
	}

	/** Reserve up to the given number of jobs. Return how many may be claimed. */
	synchronized int tryReserve(int wanted) {
		if (this.draining) {
			return 0;
		}
		int granted = (int) Math.min(wanted, (long) this.maxJobs - this.started - this.reserved);
		this.reserved += granted;
		return granted;
	}

	/** Whether to reserve nothing from now on: an operator drains the worker. */
	public synchronized void drain(boolean draining) {
		this.draining = draining;
	}

	public synchronized boolean isDraining() {
		return this.draining;
	}

	/**
	 * Record how many of the reserved jobs were claimed and are about to start. They
	 * count before the first one starts. A failure in between must not let others start
	 * in their place.
	 */
	synchronized void claimed(int reserved, int claimed) {
		this.reserved -= reserved;
		this.launching += claimed;
		this.started = (this.maxJobs != Integer.MAX_VALUE) ? this.started + claimed : 0;
	}

	/** Record that one of the claimed jobs is released instead. */
	synchronized void notStarted() {
		this.started = Math.max(0, this.started - 1);
	}

	/**
	 * Record that all jobs of one claim have been started or released. The worker stops
	 * when no other claim has jobs that may still be released.
	 */
	void launched(int claimed) {
		boolean last;
		synchronized (this) {
			this.launching -= claimed;
			last = this.started >= this.maxJobs && this.launching == 0 && !this.exited;
			this.exited |= last;
		}
		if (last) {
			this.exit.run();
		}
	}

	/** Nothing wakes a worker with burst when a flow has gone on without a job for it. */
	Duration atMost(Duration pause) {
		return (this.burst && pause.compareTo(BURST_LOOK) > 0) ? BURST_LOOK : pause;
	}

	/** Return how often something has ended that may have brought jobs. */
	synchronized long ends() {
		return this.ended + this.flows.relays();
	}

	public synchronized void jobEnded() {
		this.ended++;
	}

	/**
	 * Record a claim of a container.
	 * @param endsBefore {@link #ends()} when the claim started
	 * @param idle whether the claim returned no jobs and none runs
	 */
	void polled(String queue, long endsBefore, boolean idle) {
		boolean last;
		synchronized (this) {
			if (idle) {
				this.idleSince.put(queue, endsBefore);
			}
			else {
				this.idleSince.remove(queue);
			}
			last = this.burst && !this.exited && this.idleSince.size() == this.containers.getAsInt()
					&& !this.flows.isRelaying()
					&& this.idleSince.values().stream().allMatch((since) -> since == ends());
			this.exited |= last;
		}
		if (last) {
			this.exit.run();
		}
	}

}
