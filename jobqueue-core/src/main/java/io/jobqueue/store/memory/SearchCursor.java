package io.jobqueue.store.memory;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * The end of a page of a search: the key of its last job. So jobs that are added or
 * removed in the meantime neither repeat nor hide others.
 */
record SearchCursor(JobStatus status, String queue, int priority, Instant time, String id) {

	/**
	 * By status and queue, then those first that are last to run or were last to end.
	 */
	static final Comparator<SearchCursor> ORDER = Comparator.comparing(SearchCursor::status)
		.thenComparing(SearchCursor::queue)
		.thenComparing(SearchCursor::priority)
		.thenComparing(SearchCursor::time, Comparator.reverseOrder())
		.thenComparing(SearchCursor::id, Comparator.reverseOrder());

	static SearchCursor of(MemoryJob job) {
		JobStatus status = job.state.status();
		boolean ready = status == JobStatus.QUEUED || status == JobStatus.INTERRUPTED;
		Instant time = (status == JobStatus.STARTED) ? Instant.EPOCH
				: (job.state.endedAt() != null) ? job.state.endedAt() : job.state.dueAt();
		return new SearchCursor(status, job.state.queue(), ready ? job.data.priority() : 0, time,
				job.state.id().value());
	}

	boolean isBefore(MemoryJob job) {
		return ORDER.compare(this, of(job)) < 0;
	}

	static @Nullable SearchCursor parse(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String[] parts = text.split("/", 5);
		try {
			return new SearchCursor(JobStatus.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]),
					Instant.parse(parts[3]), parts[4]);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeParseException ex) {
			throw new InvalidJobException(
					"'" + StoredText.shown(text) + "' is no cursor of a page: pass what JobPage.next() gave");
		}
	}

	@Override
	public String toString() {
		return String.join("/", this.status.name(), this.queue, Integer.toString(this.priority), this.time.toString(),
				this.id);
	}

}
