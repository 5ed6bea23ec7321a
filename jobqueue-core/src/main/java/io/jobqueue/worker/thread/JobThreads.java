package io.jobqueue.worker.thread;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.worker.timing.Deadline;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for jobs, one per running job: no job waits for another to end. Only the first
 * job of a batch wakes a thread. Each thread that takes a job wakes the next one while
 * more jobs wait. So jobs that end before another thread has woken share a few threads.
 * To wake one thread per job would cost more than short jobs do.
 */
public final class JobThreads implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JobThreads.class);

	private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long LAST_MILLIS = 1000;

	private static final Duration MOMENT = Duration.ofMillis(100);

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private final Deque<Sleeper> idle = new ArrayDeque<>();

	/** Each thread, with its current or last work. */
	private final Map<Thread, Runnable> threads = new HashMap<>();

	private final ThreadFactory factory;

	/**
	 * Whether a thread is starting or waking that will look for a job. While jobs wait,
	 * there is one.
	 */
	private boolean coming;

	private boolean closed;

	/**
	 * Create an instance without threads.
	 * @param factory creates threads; each ends after a minute without a job
	 */
	public JobThreads(ThreadFactory factory) {
		this.factory = factory;
	}

	@Override
	public void execute(Runnable job) {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new RejectedExecutionException("The threads for jobs are closed");
			}
			this.waiting.add(job);
			try {
				wakeOne();
			}
			catch (RuntimeException | Error ex) {
				this.waiting.remove(job);
				throw ex;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void wakeOne() {
		if (this.coming || this.waiting.isEmpty()) {
			return;
		}
		Sleeper sleeper = this.idle.poll();
		if (sleeper != null) {
			sleeper.woken = true;
			sleeper.wake.signal();
		}
		else {
			Thread thread = this.factory.newThread(this::work);
			thread.start();
			this.threads.put(thread, thread);
		}
		this.coming = true;
	}

	private void work() {
		try {
			Runnable job = take(true);
			while (job != null) {
				run(job);
				job = take(false);
			}
		}
		finally {
			this.lock.lock();
			try {
				this.threads.remove(Thread.currentThread());
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Run a job. An exception must not end the thread, because waiting jobs rely on it.
	 */
	private static void run(Runnable job) {
		try {
			job.run();
		}
		catch (Throwable ex) {
			logger.error("A job threw an error that it should have handled; its thread continues", ex);
		}
	}

	/** Return the next job; {@code null} if none arrived for a while. */
	private @Nullable Runnable take(boolean came) {
		this.lock.lock();
		try {
			boolean awake = came;
			do {
				this.coming &= !awake;
				Runnable job = this.waiting.poll();
				if (job != null) {
					this.threads.put(Thread.currentThread(), job);
					wakeAnother();
					return job;
				}
				awake = !this.closed && sleep();
			}
			while (awake);
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void wakeAnother() {
		try {
			wakeOne();
		}
		catch (RuntimeException | Error ex) {
			logger.error("No thread could be created for {} jobs; they start when running jobs end",
					this.waiting.size(), ex);
		}
	}

	/**
	 * Wait for a job. Return whether the thread was woken before it was idle for too
	 * long.
	 */
	private boolean sleep() {
		Sleeper self = new Sleeper(this.lock.newCondition());
		this.idle.push(self);
		long nanos = KEEP_NANOS;
		while (!self.woken && !this.closed && nanos > 0) {
			try {
				nanos = self.wake.awaitNanos(nanos);
			}
			catch (InterruptedException ex) {
				logger.debug("An interrupt arrived after its job had ended", ex);
			}
		}
		if (!self.woken) {
			this.idle.remove(self);
		}
		return self.woken;
	}

	/**
	 * Interrupt running jobs and accept no more. Threads without a job end, as do those
	 * whose jobs end within 100 ms.
	 */
	@Override
	public void close() {
		List<Thread> ending = new ArrayList<>();
		List<Thread> others = new ArrayList<>();
		this.lock.lock();
		try {
			this.closed = true;
			this.waiting.clear();
			this.idle.forEach((sleeper) -> {
				ending.add(sleeper.thread);
				sleeper.wake.signal();
			});
			others.addAll(this.threads.keySet());
			others.removeAll(ending);
			this.threads.forEach((thread, work) -> {
				if (Interruptible.isInterruptible(work)) {
					thread.interrupt();
				}
			});
		}
		finally {
			this.lock.unlock();
		}
		try {
			for (Thread thread : ending) {
				thread.join(LAST_MILLIS);
			}
			Deadline moment = Deadline.in(MOMENT);
			for (Thread thread : others) {
				moment.join(thread);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class Sleeper {

		private final Thread thread = Thread.currentThread();

		private final Condition wake;

		private boolean woken;

		private Sleeper(Condition wake) {
			this.wake = wake;
		}

	}

}
