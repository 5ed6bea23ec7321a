package io.jobqueue.worker;

import java.time.Duration;

import io.jobqueue.worker.timing.WakeLatch;

/**
 * Looks for requests to a worker: at a signal, and about every 2 s, because signals can
 * be lost. It uses a separate thread, so that neither jobs nor leases wait for it.
 */
final class RequestLoop implements Runnable {

	private static final Duration LOOK = Duration.ofSeconds(2);

	private final StackAnswers stacks;

	private final DrainWatch drains;

	private final WakeLatch wakeLatch = new WakeLatch();

	private volatile boolean closed;

	RequestLoop(StackAnswers stacks, DrainWatch drains) {
		this.stacks = stacks;
		this.drains = drains;
	}

	/** Look for requests now. */
	void look() {
		this.wakeLatch.signal();
	}

	/** Signals may have been lost. */
	void resumed() {
		this.drains.lookSoon();
	}

	void close() {
		this.closed = true;
		this.wakeLatch.signal();
	}

	@Override
	public void run() {
		while (!this.closed) {
			boolean signalled = this.wakeLatch.await(LOOK);
			if (!this.closed) {
				this.drains.look(signalled);
				this.stacks.look(signalled);
			}
		}
	}

}
