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
 * could, while a job has been due for as long in a queue that is not paused. A claim may
 * hang, be refused repeatedly, or find all jobs locked. A separate thread checks it,
 * because the thread of the container may be the one that hangs.
 */
final class StallDetector {

	private static final Logger logger = LoggerFactory.getLogger(StallDetector.class);

	private final String queue;

	private final Duration lease;

	private final ClaimProgress progress;

	private final BooleanSupplier hasRoom;

	private final Supplier<QueueInfo> look;

	private final LongSupplier nanoTime;

	private long roomSinceNanos;

	private @Nullable Long lookedNanos;

	private volatile Duration idle = Duration.ZERO;

	private volatile @Nullable Long stalledSinceNanos;

	/**
	 * Without a finding.
	 * @param hasRoom whether the container takes jobs and has a free permit
	 * @param look looks at the queue in the store
	 */
	StallDetector(String queue, Duration lease, ClaimProgress progress, BooleanSupplier hasRoom,
			Supplier<QueueInfo> look, LongSupplier nanoTime) {
		this.queue = queue;
		this.lease = lease;
		this.progress = progress;
		this.hasRoom = hasRoom;
		this.look = look;
		this.nanoTime = nanoTime;
		this.roomSinceNanos = nanoTime.getAsLong();
	}

	String queue() {
		return this.queue;
	}

	/**
	 * For how long it has claimed nothing although it should, {@code null} if it works.
	 */
	@Nullable Duration stalledFor() {
		Long since = this.stalledSinceNanos;
		return (since != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - since) : null;
	}

	/**
	 * By one thread; does not read the store.
	 * @return whether to look at the queue now: nothing was claimed for a lease
	 */
	boolean check() {
		long now = this.nanoTime.getAsLong();
		if (!this.hasRoom.getAsBoolean()) {
			this.roomSinceNanos = now;
			moves();
			return false;
		}
		Duration idle = shorter(this.progress.idle(), Duration.ofNanos(now - this.roomSinceNanos));
		if (idle.compareTo(this.lease) < 0) {
			moves();
			return false;
		}
		this.idle = idle;
		if (this.lookedNanos != null && now - this.lookedNanos < pause().toNanos()) {
			return false;
		}
		this.lookedNanos = now;
		return true;
	}

	/** Claims that are answered without jobs are nearly always right: be idle cheaply. */
	private Duration pause() {
		Duration half = this.lease.dividedBy(2);
		return this.progress.isAnswered(half) ? this.lease.multipliedBy(2) : half;
	}

	/** Look at the queue in the store. By one thread at a time, also beside a check. */
	void look() {
		try {
			QueueInfo info = this.look.get();
			Duration age = info.paused() ? null : info.oldestAge();
			if (age != null && age.compareTo(this.lease) >= 0) {
				stalled(shorter(this.idle, age));
			}
			else {
				moves();
			}
		}
		catch (JobQueueException ex) {
			logger.debug("Whether jobs of queue '{}' are due is not known", this.queue, ex);
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
