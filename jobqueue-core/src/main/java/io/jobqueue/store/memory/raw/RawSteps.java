package io.jobqueue.store.memory.raw;

import java.time.Instant;
import java.util.function.Function;

import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/** Runs work of raw queues in a step of the store. */
public interface RawSteps {

	/** Run work while nothing else changes the store. */
	<T> T during(Function<Step, T> work);

	/** The step. */
	interface Step {

		Instant now();

		boolean isPaused(String queue);

		/** How many jobs are ready in a queue. */
		int ready(String queue);

		InsertResult insert(NewJob job);

	}

}
