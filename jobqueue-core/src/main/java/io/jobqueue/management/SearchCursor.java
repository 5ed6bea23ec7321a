package io.jobqueue.management;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a search begins. Its text is the cursor of the page.
 *
 * @param looked the number of jobs that were read before
 * @param total the number of jobs to read when the search began
 * @param source the source that it begins in
 * @param after the position that it begins after, {@code null} for the beginning of the
 * source
 */
record SearchCursor(long looked, long total, JobSource source, @Nullable JobPosition after) {

	private static final String SEPARATOR = "/";

	/**
	 * Read a cursor.
	 * @throws InvalidJobException if it is none
	 */
	static SearchCursor parse(String cursor) {
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR,
					8);
			JobSource source = new JobSource(JobStatus.valueOf(parts[2]), parts[3]);
			JobPosition after = (parts.length == 4) ? null : new JobPosition(Integer.parseInt(parts[4]),
					Long.parseLong(parts[5]), Long.parseLong(parts[6]), JobId.of(parts[7]));
			return new SearchCursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]), source, after);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException | InvalidJobException ex) {
			throw new InvalidJobException(
					"'" + StoredText.shown(cursor) + "' is no cursor of a page: pass what next() of a page returned");
		}
	}

	SearchCursor withTotal(long total) {
		return new SearchCursor(this.looked, total, this.source, this.after);
	}

	@Override
	public String toString() {
		String text = String.join(SEPARATOR, Long.toString(this.looked), Long.toString(this.total),
				this.source.status().name(), this.source.queue());
		if (this.after != null) {
			text = String.join(SEPARATOR, text, Integer.toString(this.after.rank()), Long.toString(this.after.time()),
					Long.toString(this.after.sequence()), this.after.id().value());
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
