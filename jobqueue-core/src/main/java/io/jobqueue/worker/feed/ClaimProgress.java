package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.jobqueue.DurationText;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.support.LogText;

import org.jspecify.annotations.Nullable;

/**
 * Records the progress of the claims of a container, as reported by its poll loop.
 * Thread-safe.
 */
public final class ClaimProgress {

	private final LongSupplier nanoTime;

	private long movedNanos;

	private boolean claimPending;

	/** Whether limits may hold back all jobs that the last claim has left. */
	private boolean limited;

	private long askedNanos;

	private @Nullable Long answeredNanos;

	private @Nullable String lastError;

	public ClaimProgress(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.movedNanos = nanoTime.getAsLong();
	}

	/** Record that a claim starts. */
	public synchronized void claimStarted() {
		this.claimPending = true;
		this.askedNanos = this.nanoTime.getAsLong();
		if (this.limited) {
			this.movedNanos = this.askedNanos;
		}
	}

	/** Record what the store has replied to a claim. */
	public synchronized void claimAnswered(ClaimResult result) {
		this.claimPending = false;
		this.lastError = null;
		this.limited = result.isLimited();
		this.answeredNanos = this.nanoTime.getAsLong();
		if (this.limited || result.paused() || !result.jobs().isEmpty()) {
			this.movedNanos = this.nanoTime.getAsLong();
		}
	}

	/** Record that this worker does not need to claim now. */
	synchronized void becameIdle() {
		this.movedNanos = this.nanoTime.getAsLong();
	}

	/**
	 * Record an error of the poll loop. Jobs that a newer release wrote are not claimed
	 * here, so such an error is not a stall.
	 */
	public synchronized void failed(Throwable error) {
		this.claimPending = false;
		this.limited = false;
		if (error instanceof NewerReleaseException) {
			becameIdle();
		}
		this.lastError = LogText.of(error.getClass().getName() + ": " + error.getMessage());
	}

	/**
	 * Return the time since a claim last returned jobs. Until the next claim, jobs may
	 * wait for a limit, however long that is.
	 */
	public synchronized Duration idle() {
		return (this.limited && !this.claimPending) ? Duration.ZERO
				: Duration.ofNanos(this.nanoTime.getAsLong() - this.movedNanos);
	}

	/** Return whether the store has replied to a claim within the given time. */
	public synchronized boolean isAnswered(Duration time) {
		Long answered = this.answeredNanos;
		return answered != null && this.nanoTime.getAsLong() - answered <= time.toNanos();
	}

	/** Return the known reason why claims return no jobs. */
	public synchronized String reason() {
		if (this.claimPending) {
			return "the store has not replied to the last claim for "
					+ DurationText.ofMeasured(Duration.ofNanos(this.nanoTime.getAsLong() - this.askedNanos));
		}
		return (this.lastError != null) ? "the last error was " + this.lastError : "the last claim returned no jobs";
	}

}
