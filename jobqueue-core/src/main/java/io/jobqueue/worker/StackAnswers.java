package io.jobqueue.worker;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Answers requests for the stacks of jobs: at a signal, and about every 2 s while the
 * worker runs jobs, because signals can be lost. It uses a separate thread, so that
 * neither jobs nor leases wait for it.
 */
final class StackAnswers implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(StackAnswers.class);

	private static final Duration LOOK = Duration.ofSeconds(2);

	private final StoreBackend store;

	private final String worker;

	private final Containers containers;

	private final WakeLatch wakeLatch = new WakeLatch();

	private volatile boolean closed;

	StackAnswers(StoreBackend store, String worker, Containers containers) {
		this.store = store;
		this.worker = worker;
		this.containers = containers;
	}

	/** Look for requests now. */
	void look() {
		this.wakeLatch.signal();
	}

	void close() {
		this.closed = true;
		this.wakeLatch.signal();
	}

	@Override
	public void run() {
		StackRequests requests;
		try {
			requests = this.store.part(StackRequests.class);
		}
		catch (UnsupportedStorePartException ex) {
			return;
		}
		while (!this.closed) {
			boolean signalled = this.wakeLatch.await(LOOK);
			if (!this.closed && (signalled || this.containers.haveJobs())) {
				answer(requests);
			}
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
