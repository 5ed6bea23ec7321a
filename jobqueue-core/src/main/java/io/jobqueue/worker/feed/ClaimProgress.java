package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.jobqueue.DurationText;
import io.jobqueue.store.LogText;
import io.jobqueue.store.NewerReleaseException;

import org.jspecify.annotations.Nullable;

/**
 * The progress of the claims of a container, as its loop reports it. Thread-safe.
 */
public final class ClaimProgress {

	private final LongSupplier nanoTime;

	private long movedNanos;

	private boolean asking;

	private long askedNanos;

	private @Nullable Long answeredNanos;

	private @Nullable String lastError;

	public ClaimProgress(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.movedNanos = nanoTime.getAsLong();
	}

	/** A claim is on its way. */
	public synchronized void asking() {
		this.asking = true;
		this.askedNanos = this.nanoTime.getAsLong();
	}

	/**
	 * It was answered.
	 * @param moved whether it brought jobs that start, or is not to bring any
	 */
	public synchronized void answered(boolean moved) {
		this.asking = false;
		this.lastError = null;
		this.answeredNanos = this.nanoTime.getAsLong();
		if (moved) {
			this.movedNanos = this.nanoTime.getAsLong();
		}
	}

	/** Nothing is to be claimed now, by the decision of this worker. */
	synchronized void rests() {
		this.movedNanos = this.nanoTime.getAsLong();
	}

	/** The loop met an error. What a newer release wrote is not to be claimed here. */
	public synchronized void failed(Throwable error) {
		this.asking = false;
		if (error instanceof NewerReleaseException) {
			rests();
		}
		this.lastError = LogText.of(error.getClass().getName() + ": " + error.getMessage());
	}

	/** For how long no claim has brought jobs. */
	public synchronized Duration idle() {
		return Duration.ofNanos(this.nanoTime.getAsLong() - this.movedNanos);
	}

	/** Whether a claim was answered within this time. */
	public synchronized boolean isAnswered(Duration time) {
		Long answered = this.answeredNanos;
		return answered != null && this.nanoTime.getAsLong() - answered <= time.toNanos();
	}

	/** What is known of the reason that no claim brings jobs. */
	public synchronized String reason() {
		if (this.asking) {
			return "the store has not answered the last claim for "
					+ DurationText.ofMeasured(Duration.ofNanos(this.nanoTime.getAsLong() - this.askedNanos));
		}
		return (this.lastError != null) ? "the last error was " + this.lastError
				: "the last claim was answered without jobs";
	}

}
