package io.jobqueue.flow.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.NewJob;

/**
 * The form in which jobs are kept that a flow inserts later: their lengths, and their
 * texts.
 */
public final class PlannedJobs {

	private PlannedJobs() {
	}

	public static String write(List<NewJob> jobs) {
		StringBuilder text = new StringBuilder();
		for (NewJob job : jobs) {
			append(text, job.id().value());
			append(text, job.queue());
			append(text, job.write());
		}
		return StoredText.of(text.toString());
	}

	private static void append(StringBuilder text, String part) {
		text.append(part.length()).append(':').append(part);
	}

	/**
	 * Read what {@link #write} wrote. The delays of the jobs begin now.
	 * @throws RuntimeException if this release cannot read the text
	 */
	public static List<NewJob> read(String stored) {
		String text = StoredText.read(stored);
		List<NewJob> jobs = new ArrayList<>();
		int[] at = new int[1];
		while (at[0] < text.length()) {
			JobId id = JobId.of(next(text, at));
			String queue = next(text, at);
			jobs.add(NewJob.read(id, queue, next(text, at), Duration.ZERO));
		}
		return jobs;
	}

	private static String next(String text, int[] at) {
		int start = text.indexOf(':', at[0]) + 1;
		int end = start + Integer.parseInt(text, at[0], start - 1, 10);
		at[0] = end;
		return text.substring(start, end);
	}

}
