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
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.job.JobProgress;
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

	private final Map<JobId, JobProgress> sentProgress = new HashMap<>();

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

	/**
	 * Return the stacks of an attempt, {@code null} if it is not held or does not run.
	 */
	public @Nullable String stacks(JobId id, int delivery) {
		JobExecution execution = find(id);
		return (execution != null && execution.job().delivery() == delivery && execution.hasRunFor(0)
				&& !execution.isSettled()) ? AttemptStacks.of(execution.context()) : null;
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

	/** Return whether one of the jobs has been running for longer than short jobs do. */
	public synchronized boolean hasLongRunning() {
		return this.executions.values().stream().anyMatch(HeldJobs::isLong);
	}

	/** Return whether the job runs long enough for its start to be reported. */
	private static boolean isLong(JobExecution execution) {
		return execution.hasRunFor(LONG_NANOS);
	}

	private @Nullable JobProgress newProgress(JobExecution execution) {
		JobProgress latest = execution.context().latestProgress();
		return (latest != null && !latest.equals(this.sentProgress.get(execution.id()))) ? latest : null;
	}

	/** Return consistent reports of all attempts for a renewal. */
	public synchronized Map<JobId, AttemptReport> report() {
		Map<JobId, AttemptReport> reports = new HashMap<>();
		this.executions.forEach((id, execution) -> reports.put(id,
				new AttemptReport(execution.job().delivery(), newProgress(execution), isToStart(execution))));
		return reports;
	}

	private boolean isToStart(JobExecution execution) {
		return this.claimedAhead.contains(execution) && isLong(execution);
	}

	/**
	 * Record that the store has received a report. Jobs claimed since then are not part
	 * of it.
	 */
	public synchronized void reported(Map<JobId, AttemptReport> reports) {
		reports.forEach((id, report) -> {
			JobExecution execution = report.isChange() ? reported(report, id) : null;
			if (execution == null) {
				return;
			}
			if (report.progress() != null) {
				this.sentProgress.put(id, report.progress());
			}
			if (report.started()) {
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
	public void stopLost(Map<JobId, AttemptReport> reports, Set<JobId> lost) {
		for (JobId id : lost) {
			JobExecution execution = reported(reports.get(id), id);
			if (execution != null) {
				lost(execution);
			}
		}
	}

	/** Return the attempt that was reported, if it is still held. */
	private synchronized @Nullable JobExecution reported(@Nullable AttemptReport report, JobId id) {
		JobExecution execution = this.executions.get(id);
		return (execution != null && report != null && report.delivery() == execution.job().delivery()) ? execution
				: null;
	}

}
