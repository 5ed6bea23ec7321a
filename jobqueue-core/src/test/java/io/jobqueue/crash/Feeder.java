package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobDispatchException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;

import org.jspecify.annotations.Nullable;

/**
 * Dispatches on and on, as an application under load does. What is refused it dispatches
 * no more: whether such jobs exist is not known.
 */
final class Feeder implements AutoCloseable {

	private final Scene scene;

	private final JobDispatcher jobs;

	private final List<JobRequest> batch;

	private final Duration pause;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final Thread thread = new Thread(this::run, "feeder");

	private volatile @Nullable Throwable failure;

	/**
	 * Begin.
	 * @param batch what to dispatch at once
	 * @param pause between two batches
	 */
	Feeder(Scene scene, JobDispatcher jobs, List<JobRequest> batch, Duration pause) {
		this.scene = scene;
		this.jobs = jobs;
		this.batch = batch;
		this.pause = pause;
		this.thread.start();
	}

	private void run() {
		try {
			do {
				feed();
			}
			while (!this.stopped.await(this.pause.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException | RuntimeException ex) {
			this.failure = ex;
		}
	}

	private void feed() {
		try {
			this.scene.dispatch(this.jobs, this.batch);
			this.accepted.incrementAndGet();
		}
		catch (JobDispatchException ex) {
			this.refused.incrementAndGet();
		}
	}

	/** How many batches were accepted. */
	int accepted() {
		return this.accepted.get();
	}

	/** How many batches were refused with the exception that says so. */
	int refused() {
		return this.refused.get();
	}

	/** Stop; another exception than a refusal is thrown now. */
	@Override
	public void close() {
		this.stopped.countDown();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.failure != null) {
			throw new AssertionError("Dispatch failed otherwise than by a refusal", this.failure);
		}
	}

}
