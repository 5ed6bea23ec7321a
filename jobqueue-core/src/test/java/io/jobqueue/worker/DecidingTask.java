package io.jobqueue.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A task with three retries whose handler decides on each.
 */
final class DecidingTask extends FakeTask {

	private final Decision decision;

	DecidingTask(Handler handler, Decision decision, Duration timeout) {
		super("task", handler, policy(3), timeout);
		this.decision = decision;
	}

	@Override
	public boolean shouldRetry(@Nullable Object payload, Throwable error) {
		return this.decision.retries(payload, error);
	}

	interface Decision {

		boolean retries(@Nullable Object payload, Throwable error);

	}

}
