package io.jobqueue.store;

/** The result of the insert of one job. */
public enum InsertResult {

	/** The job is stored. */
	INSERTED,
	/** A job with this id existed: the call was a repetition. Nothing changed. */
	ALREADY_THERE

}
