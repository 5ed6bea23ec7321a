package io.jobqueue.autoconfigure.run;

import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;

import org.springframework.boot.ExitCodeGenerator;

/** The task that the command line asked for did not succeed. The process ends with 1. */
final class TaskRunFailedException extends JobQueueException implements ExitCodeGenerator {

	private final String summary;

	TaskRunFailedException(JobInfo job) {
		super(message(job));
		this.summary = summary(job);
	}

	/** What became of the task, without a stack trace. */
	String summary() {
		return this.summary;
	}

	private static String summary(JobInfo job) {
		JobError error = job.error();
		return "Task '%s' ended as %s%s".formatted(job.task(), job.status(),
				(error != null) ? ": %s: %s".formatted(error.type(), error.message()) : "");
	}

	private static String message(JobInfo job) {
		JobError error = job.error();
		return "Task '%s' ended as %s%s".formatted(job.task(), job.status(),
				(error != null) ? ":\n\n" + text(error) : "");
	}

	private static String text(JobError error) {
		String stackTrace = error.stackTrace();
		return (stackTrace == null || stackTrace.isEmpty()) ? "%s: %s".formatted(error.type(), error.message())
				: stackTrace;
	}

	@Override
	public int getExitCode() {
		return 1;
	}

}
