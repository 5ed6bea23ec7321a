package io.jobqueue.store;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * The optional part of a store that keeps unique keys. A store that has it treats the
 * unique keys of inserted jobs; one that lacks it inserts them as plain jobs. The names
 * of keys are those of {@link io.jobqueue.store.job.UniqueTrait}. Implementations are
 * thread-safe and throw {@link StoreUnavailableException} when the store is unavailable.
 */
public interface UniqueKeys {

	/**
	 * The owner of a key.
	 * @return the id of the job, {@code null} if the key is free
	 */
	@Nullable JobId owner(String queue, String name);

	/**
	 * Free a key of any owner. Its owner is not changed otherwise.
	 * @return the id of its owner, {@code null} if the key was free
	 */
	@Nullable JobId release(String queue, String name);

}
