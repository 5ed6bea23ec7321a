package io.jobqueue.worker.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

import io.jobqueue.worker.options.WorkerOptions;

/**
 * Decides when a worker stops by itself: after a number of jobs, or when all its queues
 * are empty. Empty means that each container has claimed without result, with nothing
 * running, after the last job of any of them had ended. A job may have dispatched others.
 */
public final class ExitCondition {

	private final int maxJobs;

	private final boolean burst;

	private final IntSupplier containers;

	private final Runnable leave;

	private final Map<String, Long> idleSince = new HashMap<>();

	private int started;

	private int reserved;

	/** Jobs that count as started and may still be given back instead. */
	private int launching;

	private long ended;

	private boolean left;

	public ExitCondition(WorkerOptions options, IntSupplier containers, Runnable leave) {
		this.maxJobs = (options.maxJobs() != null) ? options.maxJobs() : Integer.MAX_VALUE;
		this.burst = options.burst();
		this.containers = containers;
		this.leave = leave;
	}

	/** How many of these jobs may be claimed. */
	synchronized int reserve(int wanted) {
		int granted = (int) Math.min(wanted, (long) this.maxJobs - this.started - this.reserved);
		this.reserved += granted;
		return granted;
	}

	/**
	 * So many of the reserved jobs were claimed and are to start. They count before the
	 * first one starts: what fails between must not let others start in their place.
	 */
	synchronized void claimed(int reserved, int claimed) {
		this.reserved -= reserved;
		this.launching += claimed;
		this.started = (this.maxJobs != Integer.MAX_VALUE) ? this.started + claimed : 0;
	}

	/** One of the claimed jobs is given back instead. */
	synchronized void notStarted() {
		this.started = Math.max(0, this.started - 1);
	}

	/**
	 * The jobs of one claim have been started or given back. The worker stops when no
	 * other claim has jobs that may still be given back.
	 */
	void launched(int claimed) {
		boolean last;
		synchronized (this) {
			this.launching -= claimed;
			last = this.started >= this.maxJobs && this.launching == 0 && !this.left;
			this.left |= last;
		}
		if (last) {
			this.leave.run();
		}
	}

	synchronized long endedJobs() {
		return this.ended;
	}

	public synchronized void jobEnded() {
		this.ended++;
	}

	/**
	 * A container asked for jobs.
	 * @param endedBefore how many jobs had ended when it asked
	 * @param idle whether it got none and runs none
	 */
	void polled(String queue, long endedBefore, boolean idle) {
		boolean last;
		synchronized (this) {
			if (idle) {
				this.idleSince.put(queue, endedBefore);
			}
			else {
				this.idleSince.remove(queue);
			}
			last = this.burst && !this.left && this.idleSince.size() == this.containers.getAsInt()
					&& this.idleSince.values().stream().allMatch((since) -> since == this.ended);
			this.left |= last;
		}
		if (last) {
			this.leave.run();
		}
	}

}
