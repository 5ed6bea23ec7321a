package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;

import org.jspecify.annotations.Nullable;

/**
 * Computes how many jobs a container claims beyond its permits, so that short jobs do not
 * wait for the store. It applies only while a queue has more jobs than requested and all
 * its jobs are of tasks that are short on average. The number is limited to the jobs that
 * start within a few milliseconds and take no more than a bounded number of bytes. It
 * begins with the number of permits and doubles with each claim.
 * <p>
 * Only successes count, per task: a job that fails immediately does not show how long the
 * work takes. A task without a success is not short. Tasks with an executor of their own
 * do not count, because they never wait for a permit. Confined to {@link ClaimMode}.
 */
public final class ClaimAhead {

	/**
	 * The maximum size in bytes of the jobs in the backlog of a container. Half of it is
	 * planned, because the next jobs may be larger than the last ones.
	 */
	public static final long MOST_BYTES = 2 << 20;

	private static final double LONGEST_NANOS = Duration.ofMillis(5).toNanos();

	/** The weight of the latest jobs in the average. */
	private static final double WEIGHT = 0.5;

	private static final int MAX_TASKS = 1000;

	private final int concurrency;

	private final int most;

	/** The average of each task that has succeeded, in nanoseconds. */
	private final Map<String, Double> means = new HashMap<>();

	private int ahead;

	public ClaimAhead(int concurrency, int most) {
		this.concurrency = concurrency;
		this.most = most;
	}

	/** Record jobs that have ended. */
	public void ended(List<AttemptResult> jobs) {
		Map<String, Latest> latest = new HashMap<>();
		for (AttemptResult job : jobs) {
			long nanos = job.execution().toNanos();
			if (nanos > 0 && job.outcome().status() == JobStatus.SUCCESS
					&& (job.task() == null || job.task().executor() == null)) {
				latest.computeIfAbsent(job.job().task(), (task) -> new Latest()).add(nanos);
			}
		}
		latest.forEach((task, sum) -> {
			if (this.means.size() < MAX_TASKS || this.means.containsKey(task)) {
				this.means.merge(task, sum.mean(), (before, mean) -> WEIGHT * mean + (1 - WEIGHT) * before);
			}
		});
	}

	/**
	 * Return whether a job may wait in the backlog: it and the jobs before it end within
	 * the target time.
	 */
	public boolean isShort(ClaimedJob job) {
		return mean(job) <= LONGEST_NANOS;
	}

	private double mean(ClaimedJob job) {
		return this.means.getOrDefault(job.task(), Double.MAX_VALUE);
	}

	/**
	 * Return how many jobs the next claim may claim ahead, after a claim that was filled.
	 * @param claimed the claimed jobs; the next ones are likely to be of the same tasks
	 */
	public int more(List<ClaimedJob> claimed) {
		double longest = 0;
		for (ClaimedJob job : claimed) {
			longest = Math.max(longest, mean(job));
		}
		if (longest > LONGEST_NANOS) {
			return none();
		}
		double soon = Math.min(this.concurrency * LONGEST_NANOS / longest, fittingIntoBacklog(claimed));
		this.ahead = (int) Math.min(Math.min(this.most, soon), Math.max(this.concurrency, 2 * this.ahead));
		return this.ahead;
	}

	/**
	 * Return how many jobs of the mean size of the claimed jobs fit into the backlog.
	 */
	private static long fittingIntoBacklog(List<ClaimedJob> claimed) {
		long bytes = 0;
		for (ClaimedJob job : claimed) {
			bytes += size(job);
		}
		return MOST_BYTES / 2 * claimed.size() / Math.max(1, bytes);
	}

	/** Return an upper bound of the size of the texts of a job in memory, in bytes. */
	public static long size(ClaimedJob job) {
		long size = size(job.payload());
		for (Map.Entry<String, String> header : job.headers().entrySet()) {
			size += size(header.getKey()) + size(header.getValue());
		}
		return size;
	}

	/** Return an upper bound of the size of a text in memory: two bytes a character. */
	static long size(@Nullable String text) {
		return (text != null) ? 2L * text.length() : 0;
	}

	/** Claim none ahead: the queue has no more jobs, or the jobs are not short. */
	public int none() {
		this.ahead = 0;
		return 0;
	}

	/** Claim none ahead until tasks are measured again: jobs have waited too long. */
	public int stalled() {
		this.means.clear();
		return none();
	}

	/** The results of one task. */
	private static final class Latest {

		private long nanos;

		private int count;

		private void add(long nanos) {
			this.nanos += nanos;
			this.count++;
		}

		private double mean() {
			return (double) this.nanos / this.count;
		}

	}

}
