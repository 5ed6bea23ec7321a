package io.jobqueue.worker;

import java.time.Duration;

import io.jobqueue.worker.timing.Deadline;

/**
 * How the time of a stop is divided. The end is reserved for the store, whatever handlers
 * do: a job that is neither released nor ended counts as lost. A small part remains for
 * maintenance, which stops after the worker.
 *
 * @param jobs the deadline of running handlers
 * @param outcomes the deadline for outcomes to be stored and for {@code onFailure}
 * @param end the deadline of the worker
 */
record StopTimes(Deadline jobs, Deadline outcomes, Deadline end) {

	private static final Duration FOR_THE_STORE = Duration.ofSeconds(2);

	static StopTimes of(Duration longest) {
		Duration half = longest.dividedBy(2);
		Duration store = (half.compareTo(FOR_THE_STORE) < 0) ? half : FOR_THE_STORE;
		return new StopTimes(Deadline.in(longest.minus(store)), Deadline.in(longest.minus(store.dividedBy(2))),
				Deadline.in(longest.minus(store.dividedBy(4))));
	}

}
