package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets an idle thread wait for a time or a signal, whichever comes first. A signal
 * without a waiting thread is kept for the next wait. So no signal is lost between an
 * empty claim and the wait that follows it.
 */
public final class WakeLatch {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition signal = this.lock.newCondition();

	private boolean signalled;

	/**
	 * Wait for a signal.
	 * @return whether a signal ended the wait
	 */
	public boolean await(Duration longest) {
		long nanos = longest.compareTo(Duration.ofDays(1)) < 0 ? longest.toNanos() : TimeUnit.DAYS.toNanos(1);
		this.lock.lock();
		try {
			while (!this.signalled && nanos > 0) {
				nanos = this.signal.awaitNanos(nanos);
			}
			boolean result = this.signalled;
			this.signalled = false;
			return result;
		}
		catch (InterruptedException ex) {
			// These threads end by a flag, not by an interrupt. An interrupt flag that
			// stays set would turn every later wait into a busy loop.
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	public void signal() {
		this.lock.lock();
		try {
			this.signalled = true;
			this.signal.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
