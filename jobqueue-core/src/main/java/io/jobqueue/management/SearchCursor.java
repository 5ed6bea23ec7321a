package io.jobqueue.management;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.JobTags;
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
			String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			String[] parts = text.split(SEPARATOR, 8);
			if (parts[2].isEmpty()) {
				return ofTag(text.split(SEPARATOR, 6));
			}
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

	/** The tag is last, because a separator may be part of it. */
	private static SearchCursor ofTag(String[] parts) {
		JobSource source = JobSource.ofTag(JobTags.require(parts[5]), parts[3]);
		JobPosition after = parts[4].isEmpty() ? null : new JobPosition(0, 0, 0, JobId.of(parts[4]));
		return new SearchCursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]), source, after);
	}

	SearchCursor withTotal(long total) {
		return new SearchCursor(this.looked, total, this.source, this.after);
	}

	@Override
	public String toString() {
		String tag = this.source.tag();
		String text = String.join(SEPARATOR, Long.toString(this.looked), Long.toString(this.total),
				(tag != null) ? "" : this.source.requireStatus().name(), this.source.queue());
		if (tag != null) {
			text = String.join(SEPARATOR, text, (this.after != null) ? this.after.id().value() : "", tag);
		}
		else if (this.after != null) {
			text = String.join(SEPARATOR, text, Integer.toString(this.after.rank()), Long.toString(this.after.time()),
					Long.toString(this.after.sequence()), this.after.id().value());
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
