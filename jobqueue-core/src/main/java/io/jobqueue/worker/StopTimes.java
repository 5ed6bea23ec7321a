package io.jobqueue.worker;

import java.time.Duration;

import io.jobqueue.worker.timing.Deadline;

/**
 * How the time of a stop is shared out. The end of it is kept for the store, whatever
 * handlers do: what is not given back or ended counts as lost. A little is left when the
 * worker is done, for the duties of maintenance, which stop after it.
 *
 * @param jobs until when handlers may go on
 * @param outcomes until when outcomes are stored and {@code onFailure} is waited for
 * @param end until when the worker leaves
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
