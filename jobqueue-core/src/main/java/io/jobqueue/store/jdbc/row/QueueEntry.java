package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;

import org.jspecify.annotations.Nullable;

/**
 * The narrow row that a living job has in one of the tables ready, scheduled and running:
 * its place in line, and the numbers that change with each attempt.
 *
 * @param id the job
 * @param queue the queue it is in
 * @param priority its priority
 * @param rank what it goes by before all else, the lowest first
 * @param dueAt since or from when it may run, in milliseconds
 * @param sequence breaks the tie between jobs that are due at the same moment
 * @param delivery how often it was claimed
 * @param retries how many retries it has used
 * @param lostDeliveries how many workers in a row were lost while they ran it
 * @param marks the sum of {@link #PAST}, {@link #KEY}, {@link #LIMITED},
 * {@link #BLOCKED}, {@link #TAGGED}, {@link #NOTED} and {@link #FLOW} where they apply
 * @param address where the row is that was read, if it is locked until the end of the
 * transaction and the database finds rows by that; {@code null} otherwise
 */
public record QueueEntry(String id, String queue, int priority, int rank, long dueAt, long sequence, int delivery,
		int retries, int lostDeliveries, int marks, @Nullable String address) {

	static final String COLUMNS = "id text, queue text, priority integer, sort_rank integer, due_at bigint, sequence_number bigint, "
			+ "delivery integer, retries integer, lost_deliveries integer, marks integer";

	/** The order in which jobs of a queue start. */
	public static final Comparator<QueueEntry> IN_LINE = Comparator.comparingInt(QueueEntry::rank)
		.thenComparingLong(QueueEntry::dueAt)
		.thenComparingLong(QueueEntry::sequence)
		.thenComparing(QueueEntry::id);

	/** The mark of a job that has a row in the table past. */
	public static final int PAST = 1;

	/** The mark of a job that has a unique key. */
	public static final int KEY = 2;

	/** The mark of a job that is under limits. */
	public static final int LIMITED = 4;

	/**
	 * The mark of a job in the table blocked, which is ready but for one of its limits.
	 */
	public static final int BLOCKED = 8;

	/** The mark of a job that has rows in the table tag. */
	public static final int TAGGED = 16;

	/** The mark of a job that may have rows in the tables step and log. */
	public static final int NOTED = 32;

	/** The mark of a job that belongs to a flow. */
	public static final int FLOW = 64;

	/** INTERRUPTED jobs have lower ranks than this, all others have higher ones. */
	public static final int FIRST = -500;

	private static final int FIRST_OF_PRIORITY_0 = -1000;

	public static QueueEntry of(ResultSet row) throws SQLException {
		return of(row, null);
	}

	/** A row that the transaction has locked, read with its address. */
	public static QueueEntry locked(ResultSet row) throws SQLException {
		return of(row, row.getString("address"));
	}

	private static QueueEntry of(ResultSet row, @Nullable String address) throws SQLException {
		return new QueueEntry(row.getString("id"), row.getString("queue"), row.getInt("priority"),
				row.getInt("sort_rank"), row.getLong("due_at"), row.getLong("sequence_number"), row.getInt("delivery"),
				row.getInt("retries"), row.getInt("lost_deliveries"), row.getInt("marks"), address);
	}

	/** The slot of a job in this state. */
	public static QueueEntry of(JobState job, int priority, long sequence, int marks) {
		return new QueueEntry(job.id().value(), job.queue(), priority,
				(job.first() ? FIRST_OF_PRIORITY_0 : 0) - priority, job.dueAt().toEpochMilli(), sequence,
				job.delivery(), job.retries(), job.lostDeliveries(), marks & ~BLOCKED, null);
	}

	/** Whether it has a row in the table past. */
	public boolean past() {
		return (this.marks & PAST) != 0;
	}

	/** Whether it has a unique key. */
	public boolean hasKey() {
		return (this.marks & KEY) != 0;
	}

	/** Whether it is under limits. */
	public boolean isLimited() {
		return (this.marks & LIMITED) != 0;
	}

	/** Whether it is in the table blocked, not in the table ready. */
	public boolean isBlocked() {
		return (this.marks & BLOCKED) != 0;
	}

	/** Whether it has rows in the table tag. */
	public boolean isTagged() {
		return (this.marks & TAGGED) != 0;
	}

	/** Whether it may have rows in the tables step and log. */
	public boolean isNoted() {
		return (this.marks & NOTED) != 0;
	}

	/** Whether it belongs to a flow. */
	public boolean isInFlow() {
		return (this.marks & FLOW) != 0;
	}

	/** The same job with other marks, as a row that is still to be written. */
	public QueueEntry withMarks(int marks) {
		return new QueueEntry(this.id, this.queue, this.priority, this.rank, this.dueAt, this.sequence, this.delivery,
				this.retries, this.lostDeliveries, marks, null);
	}

	/** Whether it goes before all others of its queue, because it was interrupted. */
	public boolean isFirst() {
		return this.rank < FIRST;
	}

	/** The status it has in the table ready. */
	public JobStatus readyStatus() {
		return isFirst() ? JobStatus.INTERRUPTED : JobStatus.QUEUED;
	}

	/** The key of its row in the table ready. */
	public Object[] key() {
		return new Object[] { this.queue, this.rank, this.dueAt, this.sequence, this.id };
	}

	public Object[] values(@Nullable Object... more) {
		@Nullable Object[] values = new @Nullable Object[10 + more.length];
		Object[] own = { this.id, this.queue, this.priority, this.rank, this.dueAt, this.sequence, this.delivery,
				this.retries, this.lostDeliveries, this.marks };
		System.arraycopy(own, 0, values, 0, own.length);
		System.arraycopy(more, 0, values, own.length, more.length);
		return values;
	}

}
