package io.jobqueue.task;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.PayloadException;
import io.jobqueue.serialization.JobSerializer;

/**
 * Refuses tasks whose payload can never be read, or whose result can never be written,
 * because all their jobs would fail.
 */
final class TaskTypes {

	private final JobSerializer serializer;

	TaskTypes(JobSerializer serializer) {
		this.serializer = serializer;
	}

	void check(Task task) {
		check(task, "payload", () -> this.serializer.requireReadable(task.payloadType()));
		check(task, "payload", () -> this.serializer.requireWritable(task.payloadType()));
		check(task, "result", () -> this.serializer.requireWritable(task.resultType()));
	}

	private static void check(Task task, String what, Runnable check) {
		try {
			check.run();
		}
		catch (PayloadException ex) {
			throw new InvalidTaskException(
					("%s is task '%s' with a %s that cannot be used: %s. Where the application's own JsonMapper knows "
							+ "more, set 'jobqueue.payload.mapper=application'")
						.formatted(task.source(), task.name(), what, ex.getMessage()),
					ex);
		}
	}

}
