package io.jobqueue.store.job;

import java.util.Comparator;
import java.util.Objects;

import io.jobqueue.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one status in one queue, or those with one tag in one queue whatever their
 * status is, in an order of their own. A search reads one source after another.
 *
 * @param status the status, {@code null} for a source by a tag
 * @param queue the queue
 * @param tag the tag, {@code null} for a source by a status
 */
public record JobSource(@Nullable JobStatus status, String queue,
		@Nullable String tag) implements Comparable<JobSource> {

	private static final Comparator<JobSource> ORDER = Comparator
		.comparing(JobSource::status, Comparator.nullsFirst(Comparator.<JobStatus>naturalOrder()))
		.thenComparing(JobSource::queue);

	public JobSource {
		if ((status == null) == (tag == null)) {
			throw new IllegalArgumentException("A source has either a status or a tag");
		}
	}

	/** The jobs of a status. */
	public JobSource(JobStatus status, String queue) {
		this(status, queue, null);
	}

	/** The jobs with a tag. */
	public static JobSource ofTag(String tag, String queue) {
		return new JobSource(null, queue, tag);
	}

	/** The status of a source that has one. */
	public JobStatus requireStatus() {
		return Objects.requireNonNull(this.status, "A source by a tag has jobs of each status");
	}

	/** Whether jobs of a status can be in it. */
	public boolean has(JobStatus status) {
		return this.status == null || this.status == status;
	}

	@Override
	public int compareTo(JobSource other) {
		return ORDER.compare(this, other);
	}

}
