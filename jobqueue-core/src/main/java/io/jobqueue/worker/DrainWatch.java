package io.jobqueue.worker;

import java.time.Duration;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.feed.ExitCondition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether an operator lets this worker take no more jobs. What was seen last holds
 * while the store is unavailable. {@link #look} is for one thread.
 */
final class DrainWatch {

	private static final Logger logger = LoggerFactory.getLogger(DrainWatch.class);

	private final StoreBackend store;

	private final String worker;

	private final ExitCondition exitCondition;

	private final Containers containers;

	private boolean draining;

	private Duration interval = WorkerDrains.LOOK;

	private long lookedNanos = System.nanoTime();

	private volatile boolean soon;

	DrainWatch(StoreBackend store, String worker, ExitCondition exitCondition, Containers containers) {
		this.store = store;
		this.worker = worker;
		this.exitCondition = exitCondition;
		this.containers = containers;
	}

	/** Let the next call look, because a signal may have been lost. */
	void lookSoon() {
		this.soon = true;
	}

	/**
	 * Look if it is time, or at once at a signal. To be called every few seconds.
	 */
	void look(boolean signalled) {
		long now = System.nanoTime();
		if (!signalled && !this.soon && now - this.lookedNanos < this.interval.toNanos()) {
			return;
		}
		this.soon = false;
		this.lookedNanos = now;
		try {
			WorkerDrains marks = this.store.part(WorkerDrains.class);
			boolean drains = marks.look(this.worker);
			this.interval = marks.lookInterval();
			if (drains != this.draining) {
				this.draining = drains;
				logger.info("Worker '{}' {}", this.worker, drains
						? "takes no more jobs until it is resumed: it is drained by an operator" : "takes jobs again");
				this.exitCondition.drain(drains);
				this.containers.forEach(JobContainer::wake);
			}
		}
		catch (UnsupportedStorePartException ex) {
			logger.trace("The store cannot drain workers", ex);
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Whether worker '{}' drains is not known while the store is unavailable", this.worker, ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Whether worker '{}' drains could not be read: {}", this.worker, LogText.of(ex.getMessage()));
		}
	}

}
