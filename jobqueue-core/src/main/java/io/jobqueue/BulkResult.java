package io.jobqueue;

/**
 * The progress or the result of an operation on all jobs of a query.
 *
 * @param matched the number of jobs found so far that match the query
 * @param changed the number of these jobs that were changed
 * @param complete whether all jobs were processed; {@code false} during the operation,
 * and at its end if the calling thread was interrupted
 */
public record BulkResult(long matched, long changed, boolean complete) {

	/**
	 * The number of jobs that were not changed, because their status changed after they
	 * were found.
	 */
	public long skipped() {
		return this.matched - this.changed;
	}

}
