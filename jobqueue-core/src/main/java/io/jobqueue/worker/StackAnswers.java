package io.jobqueue.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Answers requests for the stacks of jobs: at a signal, and about every 2 s while the
 * worker runs jobs, because signals can be lost. It uses a separate thread, so that
 * neither jobs nor leases wait for it. It also looks whether an operator drains the
 * worker.
 */
final class StackAnswers implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(StackAnswers.class);

	private static final Duration LOOK = Duration.ofSeconds(2);

	private final StoreBackend store;

	private final String worker;

	private final Containers containers;

	private final DrainWatch drains;

	private final WakeLatch wakeLatch = new WakeLatch();

	private volatile boolean closed;

	private StackAnswers(StoreBackend store, String worker, Containers containers, DrainWatch drains) {
		this.store = store;
		this.worker = worker;
		this.containers = containers;
		this.drains = drains;
	}

	static StackAnswers of(StoreBackend store, String worker, ExitCondition exitCondition, Containers containers) {
		return new StackAnswers(store, worker, containers, new DrainWatch(store, worker, exitCondition, containers));
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
		StackRequests requests = requests();
		while (!this.closed) {
			boolean signalled = this.wakeLatch.await(LOOK);
			if (!this.closed) {
				this.drains.look(signalled);
			}
			if (!this.closed && requests != null && (signalled || this.containers.haveJobs())) {
				answer(requests);
			}
		}
	}

	private @Nullable StackRequests requests() {
		try {
			return this.store.part(StackRequests.class);
		}
		catch (UnsupportedStorePartException ex) {
			return null;
		}
	}

	private void answer(StackRequests requests) {
		try {
			for (StackRequest request : requests.waiting(this.worker)) {
				// An empty answer says that the attempt has ended.
				requests.answer(request, this.containers.stacks(request.id(), request.delivery()));
			}
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Requests for stacks are not answered while the store is unavailable", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Requests for stacks could not be answered: {}", LogText.of(ex.getMessage()));
		}
	}

}
