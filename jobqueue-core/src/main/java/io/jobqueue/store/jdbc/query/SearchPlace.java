package io.jobqueue.store.jdbc.query;

import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * Where the jobs of one status stand in one queue, and where in it a page ended: after
 * the job with these keys, so that what is added or removed meanwhile neither repeats nor
 * hides others.
 *
 * @param status the status
 * @param queue the queue
 * @param after the rank, time, sequence number and id of the last job of the page before,
 * those that the status has; {@code null} to begin at the top
 */
record SearchPlace(JobStatus status, String queue, @Nullable Key after) implements Comparable<SearchPlace> {

	static SearchPlace top(JobStatus status, String queue) {
		return new SearchPlace(status, queue, null);
	}

	/** The place that a cursor names, {@code null} for none. */
	static @Nullable SearchPlace parse(@Nullable String cursor) {
		if (cursor == null) {
			return null;
		}
		try {
			String[] parts = cursor.split("/", 6);
			return new SearchPlace(JobStatus.valueOf(parts[0]), parts[1],
					new Key(Integer.parseInt(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]), parts[5]));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw new InvalidJobException(
					"'" + StoredText.shown(cursor) + "' is no cursor of a page: pass what JobPage.next() gave");
		}
	}

	SearchPlace after(Key key) {
		return new SearchPlace(this.status, this.queue, key);
	}

	boolean isIn(SearchPlace other) {
		return this.status == other.status && this.queue.equals(other.queue);
	}

	/** By status and then by queue. */
	@Override
	public int compareTo(SearchPlace other) {
		int order = this.status.compareTo(other.status);
		return (order != 0) ? order : this.queue.compareTo(other.queue);
	}

	/** The cursor of the page that ends here. */
	String cursor() {
		Key key = (this.after != null) ? this.after : new Key(0, 0, 0, "");
		return String.join("/", List.of(this.status.name(), this.queue, Integer.toString(key.rank),
				Long.toString(key.time), Long.toString(key.sequence), key.id));
	}

	/**
	 * What jobs are ordered by; what a status does not have is zero.
	 *
	 * @param rank the rank
	 * @param time when it is due, or ended
	 * @param sequence the sequence number
	 * @param id the job
	 */
	record Key(int rank, long time, long sequence, String id) {
	}

}
