package io.jobqueue.store.audit;

import java.util.List;

import io.jobqueue.AuditEntry;

import org.jspecify.annotations.Nullable;

/**
 * An optional part of a store: what users have changed, the newest first. Safe for use by
 * many threads. All methods throw
 * {@link io.jobqueue.store.error.StoreUnavailableException} when the store is
 * unavailable.
 */
public interface AuditStore {

	/**
	 * Keep an act, with the time of the store, and delete some entries beyond the
	 * retention. An act that is appended again after a lost reply is kept once.
	 * @param act the act
	 * @param retention what is kept
	 * @throws io.jobqueue.store.error.StoreFullException if the store has no room
	 */
	void append(AuditAct act, AuditRetention retention);

	/**
	 * The next entries, the newest first.
	 * @param before the position to go on before, whose entry may be gone; {@code null}
	 * for the newest
	 * @param limit how many at most
	 */
	List<AuditEntry> page(@Nullable AuditPosition before, int limit);

	/**
	 * Delete entries beyond the retention, the oldest first.
	 * @param retention what is kept
	 * @param limit how many to delete at most
	 * @return how many were deleted
	 */
	int prune(AuditRetention retention, int limit);

}
