package io.jobqueue.store.memory;

import java.util.Comparator;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of a search ends: the key of its last job, so that what is added or
 * removed meanwhile neither repeats nor hides others.
 */
record SearchCursor(int status, long rank) {

	static final Comparator<JobEntry> ORDER = Comparator.comparing((JobEntry entry) -> entry.status)
		.thenComparing((entry) -> entry.rank, Comparator.reverseOrder());

	private static final SearchCursor START = new SearchCursor(0, Long.MAX_VALUE);

	static SearchCursor of(JobEntry entry) {
		return new SearchCursor(entry.status.ordinal(), entry.rank);
	}

	static SearchCursor parse(@Nullable String text) {
		if (text == null) {
			return START;
		}
		String[] parts = text.split(":", 2);
		try {
			return new SearchCursor(JobStatus.valueOf(parts[0]).ordinal(), Long.parseLong(parts[parts.length - 1]));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidJobException("'" + text + "' is no cursor: use the 'next' of the page before");
		}
	}

	boolean isBefore(JobEntry entry) {
		int order = Integer.compare(this.status, entry.status.ordinal());
		return order < 0 || (order == 0 && entry.rank < this.rank);
	}

	@Override
	public String toString() {
		return JobStatus.values()[this.status].name() + ":" + this.rank;
	}

}
