package io.jobqueue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps large payloads beside the store of the jobs, which then has a short reference
 * only. A payload has the id of its job. It is put before its job is stored, and deleted
 * some time after no job of this id exists any more. All applications that dispatch or
 * run the same jobs use the same payload store. Implementations are thread-safe. Where
 * they cannot be reached, their methods throw any runtime exception except
 * {@link PayloadException}: a dispatch fails then, and an attempt is retried.
 */
public interface PayloadStore {

	/**
	 * Put a payload, durably. An implementation may take part in the transaction of the
	 * caller.
	 * @param id the id of its job, which has no payload yet
	 * @param payload JSON text
	 */
	void put(JobId id, String payload);

	/**
	 * Get a payload.
	 * @param id the id of its job
	 * @return the text that was put, {@code null} if there is none
	 */
	@Nullable String get(JobId id);

	/**
	 * Delete payloads.
	 * @param ids the ids of their jobs; those without a payload are ignored
	 */
	void delete(Collection<JobId> ids);

	/**
	 * Find old payloads, page by page, in an order that does not change.
	 * @param age how long ago they were put at least
	 * @param after the last id of the previous page, {@code null} for the first page;
	 * there need not be a payload of this id any more
	 * @param limit the maximum number of ids, positive
	 * @return the ids of their jobs, fewer than {@code limit} only on the last page
	 */
	List<JobId> olderThan(Duration age, @Nullable JobId after, int limit);

}
