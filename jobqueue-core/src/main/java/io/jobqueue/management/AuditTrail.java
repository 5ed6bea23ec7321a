package io.jobqueue.management;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.support.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what users change: in the log, then in the store. An act is recorded after it
 * was done, and a failure to keep it in the store does not affect it. Safe for use by
 * many threads.
 */
public final class AuditTrail {

	private static final Logger acts = LoggerFactory.getLogger("io.jobqueue.audit");

	private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

	private final StoreBackend store;

	/**
	 * Create a trail.
	 * @param store where acts are kept, if it has an audit
	 */
	public AuditTrail(StoreBackend store) {
		this.store = store;
	}

	/**
	 * Record an act. Texts are cut as {@link AuditAct} says.
	 * @param user the name of the user
	 * @param action what was done
	 * @param target what it was done to
	 * @param count how many jobs, queues or schedules were changed
	 */
	public void record(String user, String action, String target, long count) {
		AuditAct act = AuditAct.of(user, action, target, count);
		acts.info("User '{}': {} {} ({} changed)", LogText.of(act.user()), LogText.of(act.action()),
				LogText.of(act.target()), act.count());
		try {
			this.store.part(AuditStore.class).append(act, AuditRetention.DEFAULT);
		}
		catch (UnsupportedStorePartException ex) {
			logger.debug("The store keeps no audit, so the act is in the log only", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("The act '{}' of user '{}' may be missing in the audit of the store; the log of {} has it",
					LogText.of(act.action()), LogText.of(act.user()), acts.getName(), ex);
		}
	}

}
