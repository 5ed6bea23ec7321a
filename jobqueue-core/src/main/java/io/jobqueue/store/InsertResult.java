package io.jobqueue.store;

/**
 * What came of the insert of one job.
 */
public enum InsertResult {

	/** The job is stored. */
	INSERTED,
	/** A job of this id was there already: the call was a repetition. Nothing changed. */
	ALREADY_THERE

}
