package io.jobqueue;

/**
 * What an operation on all jobs of a query has done, so far or in the end.
 *
 * @param matched how many jobs it has looked at that match the query
 * @param changed how many of them it has changed
 * @param complete whether it has looked at all; {@code false} while it goes on, and at
 * the end when the calling thread was interrupted
 */
public record BulkResult(long matched, long changed, boolean complete) {

	/**
	 * How many jobs were left as they are: their status changed after they were found.
	 */
	public long skipped() {
		return this.matched - this.changed;
	}

}
