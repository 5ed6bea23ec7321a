package io.jobqueue.store.job;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search, without the contents of the jobs.
 *
 * @param keys the jobs; a page can be short although more jobs follow
 * @param next the cursor of the next page for {@link io.jobqueue.JobQuery#after},
 * {@code null} on the last page
 */
public record JobKeys(List<Key> keys, @Nullable String next) {

	public JobKeys {
		keys = List.copyOf(keys);
	}

	public static JobKeys of(JobPage page) {
		return new JobKeys(page.jobs().stream().map(Key::of).toList(), page.next());
	}

	/**
	 * A job.
	 *
	 * @param id the job
	 * @param since when it ended, or was inserted if it has not ended, by the clock of
	 * the store; {@code null} if the stored form of the job cannot be read
	 */
	public record Key(JobId id, @Nullable Instant since) {

		/** The key of a job that was read. */
		public static Key of(JobInfo job) {
			Instant ended = job.endedAt();
			return new Key(job.id(), (ended != null) ? ended : job.createdAt());
		}

	}

}
