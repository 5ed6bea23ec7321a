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
 * The jobs of a container from claim until their outcome is stored: those whose lease is
 * to be renewed.
 */
public final class HeldJobs {

	private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int MAX_GIVEN_UP = 1000;

	private final Consumer<JobExecution> lost;

	private final Map<JobId, JobExecution> executions = new HashMap<>();

	private final Map<JobId, Double> sentProgress = new HashMap<>();

	/** Those that the store takes for in line, whether they have started or not. */
	private final Set<JobExecution> inLine = new HashSet<>();

	private boolean waitingStopped;

	private final Map<JobId, Integer> givenUp = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
			return size() > MAX_GIVEN_UP;
		}
	};

	/**
	 * Hold none yet.
	 * @param lost hears of attempts that were told to stop because their job is not
	 * theirs any more
	 */
	public HeldJobs(Consumer<JobExecution> lost) {
		this.lost = lost;
	}

	/**
	 * Hold a job.
	 * @param inLine whether the store takes it for in line
	 * @return whether it may start; not if it was given back before the claim's answer
	 * came
	 */
	public boolean admit(JobExecution execution, boolean inLine) {
		JobExecution earlier;
		synchronized (this) {
			Integer delivery = this.givenUp.get(execution.id());
			if (delivery != null && delivery == execution.job().delivery()) {
				return false;
			}
			this.sentProgress.remove(execution.id());
			earlier = this.executions.put(execution.id(), execution);
			this.inLine.remove(earlier);
			if (inLine) {
				this.inLine.add(execution);
			}
		}
		if (earlier != null) {
			// No renewal names that one any more, so nobody else would tell it.
			lost(earlier);
		}
		return true;
	}

	/** The job is not this attempt's any more. */
	private void lost(JobExecution execution) {
		if (execution.stop(StopReason.LOST)) {
			this.lost.accept(execution);
		}
	}

	/** Its outcome is stored. A later claim of the same job stays. */
	public synchronized void forget(JobId id, int delivery) {
		if (knows(id, delivery)) {
			this.inLine.remove(this.executions.remove(id));
			this.sentProgress.remove(id);
			notifyAll();
		}
	}

	/** From now on nobody waits for a job. */
	public synchronized void stopWaiting() {
		this.waitingStopped = true;
		notifyAll();
	}

	/** Wait until the outcome of a job is stored, but not longer than that. */
	public synchronized void awaitForgotten(JobId id, Duration longest) {
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
	 * Give up a job that the store holds for this worker, if it is not known here. From
	 * then on it is not admitted, should the answer of its claim still come.
	 */
	public synchronized boolean giveUp(JobId id, int delivery) {
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

	public synchronized @Nullable JobExecution find(JobId id) {
		return this.executions.get(id);
	}

	public synchronized List<JobExecution> all() {
		return new ArrayList<>(this.executions.values());
	}

	/** Whether a job may start that the store takes for in line. */
	public synchronized boolean hasInLine() {
		return !this.inLine.isEmpty();
	}

	/** Whether the store is to hear more than that the jobs are held. */
	public synchronized boolean hasNews() {
		return this.inLine.stream().anyMatch(HeldJobs::isLong)
				|| this.executions.values().stream().anyMatch((execution) -> newProgress(execution) != null);
	}

	/** Short jobs are over before anybody could see them run. */
	private static boolean isLong(JobExecution execution) {
		return execution.hasRunFor(LONG_NANOS);
	}

	private @Nullable Double newProgress(JobExecution execution) {
		Double latest = execution.context().latestProgress();
		return (latest != null && !latest.equals(this.sentProgress.get(execution.id()))) ? latest : null;
	}

	/** What a renewal says of all of them, at one moment. */
	public synchronized Report report() {
		Map<JobId, Integer> deliveries = new HashMap<>();
		Map<JobId, Double> progress = new HashMap<>();
		Set<JobId> started = new HashSet<>();
		this.inLine.stream().filter(HeldJobs::isLong).forEach((execution) -> started.add(execution.id()));
		this.executions.forEach((id, execution) -> {
			deliveries.put(id, execution.job().delivery());
			Double latest = newProgress(execution);
			if (latest != null) {
				progress.put(id, latest);
			}
		});
		return new Report(deliveries, progress, started);
	}

	/** The store has heard it. Jobs claimed anew since then have their own to send. */
	public synchronized void reported(Report report) {
		report.progress().forEach((id, value) -> {
			if (reported(report, id) != null) {
				this.sentProgress.put(id, value);
			}
		});
		report.started().forEach((id) -> {
			JobExecution execution = reported(report, id);
			if (execution != null) {
				this.inLine.remove(execution);
			}
		});
	}

	/**
	 * The store says that some of the reported jobs are not this worker's. That holds for
	 * the deliveries that were reported: a job that was claimed anew since then goes on,
	 * and one whose outcome is on its way or stored is not lost.
	 */
	public void stopLost(Report report, Set<JobId> lost) {
		for (JobId id : lost) {
			JobExecution execution = reported(report, id);
			if (execution != null) {
				lost(execution);
			}
		}
	}

	/** The attempt that was reported, if it is still held. */
	private synchronized @Nullable JobExecution reported(Report report, JobId id) {
		JobExecution execution = this.executions.get(id);
		Integer delivery = report.deliveries().get(id);
		return (execution != null && delivery != null && delivery == execution.job().delivery()) ? execution : null;
	}

	/**
	 * The jobs that are held, with their delivery, progress that has not been sent, and
	 * those that have started although the store takes them for in line.
	 */
	public record Report(Map<JobId, Integer> deliveries, Map<JobId, Double> progress, Set<JobId> started) {
	}

}
