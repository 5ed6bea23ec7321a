package io.jobqueue.store.job;

import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * The result of the insert of one job.
 *
 * @param kind what the store did
 * @param owner the job that stands for the inserted one, {@code null} for the job itself
 */
public record InsertResult(Kind kind, @Nullable JobId owner) {

	/** The job was stored. */
	public static final InsertResult INSERTED = new InsertResult(Kind.INSERTED, null);

	/** A job with this id existed before. Nothing was changed. */
	public static final InsertResult ALREADY_THERE = new InsertResult(Kind.ALREADY_THERE, null);

	/** The queue was full. Nothing was changed. */
	public static final InsertResult FULL = new InsertResult(Kind.FULL, null);

	/** It was too late for the job, see {@link FlowTrait}. Nothing was changed. */
	public static final InsertResult LATE = new InsertResult(Kind.LATE, null);

	/** Whether the call stored the job. */
	public boolean isInserted() {
		return this.kind == Kind.INSERTED;
	}

	/**
	 * What a store does with a job that is inserted. A capability of a store can add a
	 * kind.
	 */
	public enum Kind {

		/** The job was stored. */
		INSERTED,
		/** A job with this id existed before. Nothing was changed. */
		ALREADY_THERE,
		/** Another job owns the unique key. Nothing was changed. */
		KEPT,
		/** The owner of the unique key took over the contents of the job. */
		REPLACED,
		/** As REPLACED, and the owner was put off. */
		DEBOUNCED,
		/** The queue had its maximum size. Nothing was changed. */
		FULL,
		/** It was too late for the job, see {@link FlowTrait}. Nothing was changed. */
		LATE

	}

}
