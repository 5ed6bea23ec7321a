package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobId;
import io.jobqueue.worker.outcome.StopReason;

/**
 * The jobs of a container from claim until their outcome is stored. The worker renews
 * their leases.
 */
public final class HeldJobs {

	private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int MAX_GIVEN_UP = 1000;

	private final Consumer<JobExecution> lost;

	private final Map<JobId, JobExecution> executions = new HashMap<>();

	private final Map<JobId, Double> sentProgress = new HashMap<>();

	/**
	 * The jobs that the store counts as claimed ahead, whether they have started or not.
	 */
	private final Set<JobExecution> claimedAhead = new HashSet<>();

	private boolean waitingStopped;

	private final Map<JobId, Integer> rejected = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
			return size() > MAX_GIVEN_UP;
		}
	};

	/**
	 * Create an instance without jobs.
	 * @param lost called with each attempt that was stopped because this worker has lost
	 * its job
	 */
	public HeldJobs(Consumer<JobExecution> lost) {
		this.lost = lost;
	}

	/**
	 * Add a job.
	 * @param claimedAhead whether the store counts the job as claimed ahead
	 * @return whether the job may start; {@code false} if it was released before the
	 * reply of the claim arrived
	 */
	public boolean admit(JobExecution execution, boolean claimedAhead) {
		JobExecution earlier;
		synchronized (this) {
			Integer delivery = this.rejected.get(execution.id());
			if (delivery != null && delivery == execution.job().delivery()) {
				return false;
			}
			this.sentProgress.remove(execution.id());
			earlier = this.executions.put(execution.id(), execution);
			this.claimedAhead.remove(earlier);
			if (claimedAhead) {
				this.claimedAhead.add(execution);
			}
		}
		if (earlier != null) {
			// Renewals do not name the replaced attempt any more, so it is stopped here.
			lost(earlier);
		}
		return true;
	}

	/** The job does not belong to this attempt any more. */
	private void lost(JobExecution execution) {
		if (execution.stop(StopReason.LOST)) {
			this.lost.accept(execution);
		}
	}

	/**
	 * Remove a job whose outcome is stored. A later delivery of the same job stays.
	 */
	public synchronized void remove(JobId id, int delivery) {
		if (contains(id, delivery)) {
			this.claimedAhead.remove(this.executions.remove(id));
			this.sentProgress.remove(id);
			notifyAll();
		}
	}

	/** End all waits for jobs, also future ones. */
	public synchronized void stopWaiting() {
		this.waitingStopped = true;
		notifyAll();
	}

	/** Wait until the outcome of a job is stored, for at most the given time. */
	public synchronized void awaitRemoved(JobId id, Duration longest) {
		long end = System.nanoTime() + longest.toNanos();
		try {
			for (long left = longest.toNanos(); !this.waitingStopped && this.executions.containsKey(id) && left > 0;) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
				left = end - System.nanoTime();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Give up a job that the store holds for this worker, if it is unknown here. It is
	 * not admitted if the reply of its claim arrives later.
	 */
	public synchronized boolean rejectUnlessHeld(JobId id, int delivery) {
		if (contains(id, delivery)) {
			return false;
		}
		this.rejected.put(id, delivery);
		return true;
	}

	synchronized boolean contains(JobId id, int delivery) {
		JobExecution execution = this.executions.get(id);
		return execution != null && execution.job().delivery() == delivery;
	}

	public synchronized @Nullable JobExecution find(JobId id) {
		return this.executions.get(id);
	}

	public synchronized List<JobExecution> all() {
		return new ArrayList<>(this.executions.values());
	}

	/** Return whether jobs that the store counts as claimed ahead may start. */
	public synchronized boolean hasBacklog() {
		return !this.claimedAhead.isEmpty();
	}

	/** Return whether a renewal must report more than that the jobs are held. */
	public synchronized boolean hasPendingReport() {
		return this.claimedAhead.stream().anyMatch(HeldJobs::isLong)
				|| this.executions.values().stream().anyMatch((execution) -> newProgress(execution) != null);
	}

	/** Return whether the job runs long enough for its start to be reported. */
	private static boolean isLong(JobExecution execution) {
		return execution.hasRunFor(LONG_NANOS);
	}

	private @Nullable Double newProgress(JobExecution execution) {
		Double latest = execution.context().latestProgress();
		return (latest != null && !latest.equals(this.sentProgress.get(execution.id()))) ? latest : null;
	}

	/** Return a consistent report of all jobs for a renewal. */
	public synchronized Report report() {
		Map<JobId, Integer> deliveries = new HashMap<>();
		Map<JobId, Double> progress = new HashMap<>();
		Set<JobId> started = new HashSet<>();
		this.claimedAhead.stream().filter(HeldJobs::isLong).forEach((execution) -> started.add(execution.id()));
		this.executions.forEach((id, execution) -> {
			deliveries.put(id, execution.job().delivery());
			Double latest = newProgress(execution);
			if (latest != null) {
				progress.put(id, latest);
			}
		});
		return new Report(deliveries, progress, started);
	}

	/**
	 * Record that the store has received a report. Jobs claimed since then are not part
	 * of it.
	 */
	public synchronized void reported(Report report) {
		report.progress().forEach((id, value) -> {
			if (reported(report, id) != null) {
				this.sentProgress.put(id, value);
			}
		});
		report.started().forEach((id) -> {
			JobExecution execution = reported(report, id);
			if (execution != null) {
				this.claimedAhead.remove(execution);
			}
		});
	}

	/**
	 * Stop the reported jobs that, according to the store, are not held by this worker.
	 * This applies to the reported deliveries only. A job that was claimed again since
	 * then continues. A job whose outcome is about to be stored, or is stored, is not
	 * lost.
	 */
	public void stopLost(Report report, Set<JobId> lost) {
		for (JobId id : lost) {
			JobExecution execution = reported(report, id);
			if (execution != null) {
				lost(execution);
			}
		}
	}

	/** Return the attempt that was reported, if it is still held. */
	private synchronized @Nullable JobExecution reported(Report report, JobId id) {
		JobExecution execution = this.executions.get(id);
		Integer delivery = report.deliveries().get(id);
		return (execution != null && delivery != null && delivery == execution.job().delivery()) ? execution : null;
	}

	/**
	 * The jobs that are held with their delivery, progress that has not been sent, and
	 * jobs that have started although the store counts them as claimed ahead.
	 */
	public record Report(Map<JobId, Integer> deliveries, Map<JobId, Double> progress, Set<JobId> started) {
	}

}
