package io.jobqueue.store.jdbc.row;

import io.jobqueue.JobStatus;

/**
 * Texts that look for the first jobs of a queue by the order of an index. To look whether
 * there is any is not enough: by statistics, which know the large queues best, PostgreSQL
 * may then read a whole table for a row that it expects to meet at once.
 */
public final class QueueHeads {

	private static final String READY = "(select r.due_at from {p}ready r where r.queue = %s"
			+ " order by r.queue, r.sort_rank, r.due_at, r.sequence_number, r.id limit 1)";

	private static final String WAITING = "(select min(s.due_at) from {p}scheduled s"
			+ " where s.queue = %s and s.status = '%s')";

	private QueueHeads() {
	}

	/**
	 * An expression: since when the first job that is ready was due, and {@code null} if
	 * there is none.
	 * @param queue an expression for the queue
	 */
	public static String ready(String queue) {
		return READY.formatted(queue);
	}

	/**
	 * An expression: when the first job that waits for its time is due, and {@code null}
	 * if there is none.
	 * @param queue an expression for the queue
	 * @param status {@link JobStatus#SCHEDULED} or {@link JobStatus#RETRY}
	 */
	public static String waiting(String queue, JobStatus status) {
		return WAITING.formatted(queue, status);
	}

}
