package io.jobqueue.store.notes;

import java.util.List;

import io.jobqueue.JobId;

/**
 * What is appended to the log of a job.
 *
 * @param id the job
 * @param delivery the delivery of the attempt
 * @param parts the parts in the order of their numbers
 */
public record LogAppend(JobId id, int delivery, List<LogPart> parts) {

	public LogAppend {
		parts = List.copyOf(parts);
	}

}
