package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.stack.StackRequests;

/**
 * Deletes expired requests for stacks. Each new request does so too, so this matters only
 * after the last one.
 */
final class PruneStackRequests {

	private static final Duration INTERVAL = Duration.ofHours(1);

	private PruneStackRequests() {
	}

	/** Return the duty, none for a store without such requests. */
	static List<MaintenanceDuty> of(StoreBackend store) {
		try {
			StackRequests requests = store.part(StackRequests.class);
			return List.of(MaintenanceDuty.of("old requests for stacks", () -> INTERVAL, requests::prune));
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

}
