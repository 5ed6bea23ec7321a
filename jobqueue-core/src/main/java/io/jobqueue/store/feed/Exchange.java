package io.jobqueue.store.feed;

import java.util.List;

/**
 * The result of one call that stores outcomes and claims jobs.
 *
 * @param finished the results of the outcomes, in their order
 * @param claimed the claimed jobs
 */
public record Exchange(List<FinishResult> finished, ClaimResult claimed) {

	public Exchange {
		finished = List.copyOf(finished);
	}

}
