package io.jobqueue.store.job;

import java.util.Comparator;

import io.jobqueue.JobId;

/**
 * The position of a job among those of its {@link JobSource}: what the store orders them
 * by, so that jobs that are added or removed neither repeat nor hide others. What a
 * status is not ordered by is zero.
 *
 * @param rank the first criterion
 * @param time the second one
 * @param sequence the third one
 * @param id the job, which is the last one
 */
public record JobPosition(int rank, long time, long sequence, JobId id) {

	/** The highest position first. */
	public static final Comparator<JobPosition> LAST_FIRST = Comparator.comparing(JobPosition::rank)
		.thenComparing(JobPosition::time)
		.thenComparing(JobPosition::sequence)
		.thenComparing((position) -> position.id.value())
		.reversed();

}
