package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;

/** Deletes entries of the audit that are too old, also if none is added. */
final class PruneAudit {

	private static final Duration INTERVAL = Duration.ofHours(1);

	private static final int BATCH = 200;

	private static final int MOST_BATCHES = 50;

	private final AuditStore audit;

	private PruneAudit(AuditStore audit) {
		this.audit = audit;
	}

	/** Return the duty, none for a store without an audit. */
	static List<MaintenanceDuty> of(StoreBackend store) {
		try {
			PruneAudit prune = new PruneAudit(store.part(AuditStore.class));
			return List.of(MaintenanceDuty.of("old acts", () -> INTERVAL, prune::runOnce));
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

	private void runOnce() {
		int batches = 1;
		while (this.audit.prune(AuditRetention.DEFAULT, BATCH) == BATCH && batches < MOST_BATCHES) {
			batches++;
		}
	}

}
