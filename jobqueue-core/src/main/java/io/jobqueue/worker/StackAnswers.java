package io.jobqueue.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;
import io.jobqueue.store.support.LogText;

/** Answers requests for the stacks of jobs. */
final class StackAnswers {

	private static final Logger logger = LoggerFactory.getLogger(StackAnswers.class);

	private final StoreBackend store;

	private final String worker;

	private final Containers containers;

	StackAnswers(StoreBackend store, String worker, Containers containers) {
		this.store = store;
		this.worker = worker;
		this.containers = containers;
	}

	/** Look at a signal, and without one while the worker runs jobs. */
	void look(boolean signalled) {
		if (!signalled && !this.containers.haveJobs()) {
			return;
		}
		try {
			StackRequests requests = this.store.part(StackRequests.class);
			for (StackRequest request : requests.waiting(this.worker)) {
				// An empty answer says that the attempt has ended.
				requests.answer(request, this.containers.stacks(request.id(), request.delivery()));
			}
		}
		catch (UnsupportedStorePartException ex) {
			logger.trace("The store has no requests for stacks", ex);
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Requests for stacks are not answered while the store is unavailable", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Requests for stacks could not be answered: {}", LogText.of(ex.getMessage()));
		}
	}

}
