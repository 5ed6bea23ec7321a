package io.jobqueue.store;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search, without what the jobs hold.
 *
 * @param keys the jobs; a page may be short although more follow
 * @param next what {@link io.jobqueue.JobQuery#after} takes for the next page,
 * {@code null} at the end
 */
public record JobKeys(List<Key> keys, @Nullable String next) {

	public JobKeys {
		keys = List.copyOf(keys);
	}

	static JobKeys of(JobPage page) {
		return new JobKeys(page.jobs().stream().map(Key::of).toList(), page.next());
	}

	/**
	 * A job.
	 *
	 * @param id the job
	 * @param since the latest that is known of when it was inserted and when it ended, by
	 * the store's clock, {@code null} if neither is known without reading the job
	 */
	public record Key(JobId id, @Nullable Instant since) {

		/** What a job that was read says. */
		public static Key of(JobInfo job) {
			Instant ended = job.endedAt();
			return new Key(job.id(), (ended != null) ? ended : job.createdAt());
		}

	}

}
