package io.jobqueue.dispatch.group;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * A thread that inserts a job, and what comes of it. Its answer is given once, by the
 * thread that makes the call.
 */
final class Caller {

	private final NewJob job;

	private final LongSupplier nanoTime;

	private final Thread thread = Thread.currentThread();

	/** Used by the thread of the caller alone. */
	private boolean waited;

	private volatile Turn turn = Turn.WAITS;

	private volatile @Nullable Answer answer;

	Caller(NewJob job, LongSupplier nanoTime) {
		this.job = job;
		this.nanoTime = nanoTime;
	}

	NewJob job() {
		return this.job;
	}

	Turn turn() {
		return this.turn;
	}

	/** Called before it gets into a line. */
	void joinsLine() {
		this.waited = true;
	}

	/** Whether it found a call of another caller under way. */
	boolean hasWaited() {
		return this.waited;
	}

	/** Set by the line, under its lock. */
	void turn(Turn turn) {
		this.turn = turn;
	}

	/** Let the thread look at its turn. */
	void wake() {
		LockSupport.unpark(this.thread);
	}

	void answer(Answer answer) {
		this.answer = answer;
		wake();
	}

	/**
	 * Wait in line until the turn of this caller changes.
	 * @param deadline when to stop, by the clock of this caller
	 * @return whether it changed; not if the thread is interrupted before
	 */
	boolean awaitTurn(long deadline) {
		while (this.turn == Turn.WAITS) {
			long left = deadline - this.nanoTime.getAsLong();
			if (left <= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(this, left);
		}
		return true;
	}

	/**
	 * Wait for the end of the call that another thread makes, also if this thread is
	 * interrupted: that call goes on.
	 * @param deadline when to stop, by the clock of this caller
	 * @return the answer, {@code null} if there is none in time
	 */
	@Nullable Answer awaitAnswer(long deadline) {
		boolean interrupted = false;
		Answer given = this.answer;
		for (long left = deadline - this.nanoTime.getAsLong(); given == null
				&& left > 0; left = deadline - this.nanoTime.getAsLong()) {
			LockSupport.parkNanos(this, left);
			interrupted |= Thread.interrupted();
			given = this.answer;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return given;
	}

	/** What a caller does. */
	enum Turn {

		/** It is in line. */
		WAITS,
		/** It makes the next call. */
		LEADS,
		/** Its job is in the call of another one. */
		GOES_ALONG

	}

	/**
	 * What comes of a job in the call of another caller.
	 *
	 * @param result what the store did, {@code null} if the call failed
	 * @param failure why the store could not be used, {@code null} if the caller is to
	 * insert its job alone
	 */
	record Answer(@Nullable InsertResult result, @Nullable StoreUnavailableException failure) {

		/** The call failed, and says nothing about this job. */
		static final Answer ALONE = new Answer(null, null);

		static Answer of(InsertResult result) {
			return new Answer(result, null);
		}

		static Answer failed(StoreUnavailableException failure) {
			return new Answer(null, failure);
		}

	}

}
