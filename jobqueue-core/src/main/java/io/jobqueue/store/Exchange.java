package io.jobqueue.store;

import java.util.List;

/**
 * Outcomes stored and jobs claimed by one call.
 *
 * @param finished who won, in the order of the outcomes
 * @param claimed what the worker was given
 */
public record Exchange(List<FinishResult> finished, ClaimResult claimed) {

	public Exchange {
		finished = List.copyOf(finished);
	}

}
