package io.jobqueue.management;

import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSummary;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query that are checked on each job.
 */
final class SearchFilter {

	private final JobQuery query;

	private final @Nullable Pattern text;

	SearchFilter(JobQuery query) {
		this.query = query;
		String text = query.text();
		this.text = (text != null)
				? Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE) : null;
	}

	/** Whether a summary is not enough to check a job. */
	boolean readsContents() {
		return this.text != null;
	}

	boolean matches(JobSummary job) {
		Instant from = this.query.from();
		Instant until = this.query.until();
		return this.query.statuses().contains(job.status())
				&& (this.query.task() == null || this.query.task().equals(job.task()))
				&& (this.query.errorType() == null || this.query.errorType().equals(errorType(job)))
				&& job.tags().containsAll(this.query.tags()) && (from == null || !job.since().isBefore(from))
				&& (until == null || job.since().isBefore(until));
	}

	private static String errorType(JobSummary job) {
		return (job.errorType() != null) ? job.errorType() : "";
	}

	boolean matches(JobInfo job) {
		if (this.text == null) {
			return true;
		}
		JobError error = job.error();
		Stream<@Nullable String> texts = (error == null)
				? Stream.of(job.id().value(), job.correlationId(), job.payload()) : Stream.of(job.id().value(),
						job.correlationId(), job.payload(), error.type(), error.message(), error.stackTrace());
		return texts.anyMatch((each) -> each != null && this.text.matcher(each).find());
	}

}
