package io.jobqueue.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.jobqueue.DurationText;
import io.jobqueue.JobQueueException;
import io.jobqueue.QueueInfo;
import io.jobqueue.worker.feed.ClaimProgress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a container that has claimed nothing for the length of a lease although it
 * could. This requires that a job has been due for as long, in a queue that is not
 * paused, and that no limit may hold it back. A claim may hang, be refused repeatedly, or
 * find all jobs locked. A separate thread checks this, because the thread of the
 * container may be the one that hangs.
 */
final class StallDetector {

	private static final Logger logger = LoggerFactory.getLogger(StallDetector.class);

	private final String queue;

	private final Duration lease;

	private final ClaimProgress progress;

	private final BooleanSupplier hasFreePermits;

	private final Supplier<QueueInfo> queueReader;

	private final LongSupplier nanoTime;

	private volatile long freeSinceNanos;

	private @Nullable Long readNanos;

	private volatile @Nullable Long stalledSinceNanos;

	/**
	 * Create a detector that has detected nothing yet.
	 * @param hasFreePermits whether the container claims jobs and has a free permit
	 * @param queueReader reads the state of the queue from the store
	 */
	StallDetector(String queue, Duration lease, ClaimProgress progress, BooleanSupplier hasFreePermits,
			Supplier<QueueInfo> queueReader, LongSupplier nanoTime) {
		this.queue = queue;
		this.lease = lease;
		this.progress = progress;
		this.hasFreePermits = hasFreePermits;
		this.queueReader = queueReader;
		this.nanoTime = nanoTime;
		this.freeSinceNanos = nanoTime.getAsLong();
	}

	String queue() {
		return this.queue;
	}

	/**
	 * Return for how long the container has claimed nothing although it should; {@code
	 * null} if it makes progress.
	 */
	@Nullable Duration stalledFor() {
		Long since = this.stalledSinceNanos;
		return (since != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - since) : null;
	}

	/**
	 * Check the progress of claims, without a read of the store. Called by one thread.
	 * @return whether the queue must be read now, because nothing was claimed for a lease
	 */
	boolean check() {
		long now = this.nanoTime.getAsLong();
		if (!this.hasFreePermits.getAsBoolean()) {
			this.freeSinceNanos = now;
			moves();
			return false;
		}
		if (idle().compareTo(this.lease) < 0) {
			moves();
			return false;
		}
		if (this.readNanos != null && now - this.readNanos < pause().toNanos()) {
			return false;
		}
		this.readNanos = now;
		return true;
	}

	/** Return for how long the container has claimed nothing although it could. */
	private Duration idle() {
		return shorter(this.progress.idle(), Duration.ofNanos(this.nanoTime.getAsLong() - this.freeSinceNanos));
	}

	/**
	 * Return the interval of reads. Claims without jobs are nearly always correct, so
	 * reads are rare.
	 */
	private Duration pause() {
		Duration half = this.lease.dividedBy(2);
		return this.progress.isAnswered(half) ? this.lease.multipliedBy(2) : half;
	}

	/**
	 * Read the queue from the store. Called by one thread at a time, possibly during a
	 * check.
	 */
	void readQueue() {
		try {
			QueueInfo info = this.queueReader.get();
			Duration age = info.paused() ? null : info.oldestAge();
			// The container may have claimed jobs during the read.
			Duration idle = this.hasFreePermits.getAsBoolean() ? idle() : Duration.ZERO;
			if (age != null && age.compareTo(this.lease) >= 0 && idle.compareTo(this.lease) >= 0) {
				stalled(shorter(idle, age));
			}
			else {
				moves();
			}
		}
		catch (JobQueueException ex) {
			logger.debug("Could not read whether jobs of queue '{}' are due", this.queue, ex);
		}
	}

	private synchronized void stalled(Duration length) {
		if (this.stalledSinceNanos == null) {
			this.stalledSinceNanos = this.nanoTime.getAsLong() - length.toNanos();
			logger.warn(
					"Queue '{}' makes no progress: jobs are due and this worker has room for them, but has claimed none "
							+ "for {}; {}",
					this.queue, DurationText.ofMeasured(length), this.progress.reason());
		}
	}

	private synchronized void moves() {
		Duration length = stalledFor();
		if (length != null) {
			this.stalledSinceNanos = null;
			logger.info("Queue '{}' makes progress again, after {}", this.queue, DurationText.ofMeasured(length));
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
