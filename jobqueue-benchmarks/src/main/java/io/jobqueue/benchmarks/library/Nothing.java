package io.jobqueue.benchmarks.library;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.benchmarks.contender.Pause;

import org.jspecify.annotations.Nullable;

/** Does nothing, or sleeps, or records its start if requested. */
@JobTask(queue = Nothing.QUEUE)
public class Nothing implements JobHandler<Nothing.Payload, Void> {

	public static final String QUEUE = "bench";

	private final LinkedBlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	private volatile int millis;

	private volatile boolean recording;

	void sleep(int millis) {
		this.millis = millis;
	}

	void recordStarts() {
		this.recording = true;
	}

	long nextStart() {
		return Pause.take(this.starts);
	}

	@Override
	public @Nullable Void handle(Payload payload, JobContext job) {
		if (this.recording) {
			this.starts.add(System.nanoTime());
		}
		if (this.millis > 0) {
			Pause.of(Duration.ofMillis(this.millis));
		}
		return null;
	}

	public record Payload(String text) {
	}

}
