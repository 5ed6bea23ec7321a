package io.jobqueue.benchmarks;

import java.util.Queue;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;

import org.jspecify.annotations.Nullable;

/**
 * Does nothing, but tells when it was started if asked to.
 */
@JobTask(queue = Nothing.QUEUE)
final class Nothing implements JobHandler<Nothing.Payload, Void> {

	static final String QUEUE = "bench";

	private final Queue<Long> started;

	private volatile boolean telling;

	Nothing(Queue<Long> started) {
		this.started = started;
	}

	void tell(boolean telling) {
		this.telling = telling;
	}

	@Override
	public @Nullable Void handle(Payload payload, JobContext job) {
		if (this.telling) {
			this.started.add(System.nanoTime());
		}
		return null;
	}

	record Payload(String text) {
	}

}
