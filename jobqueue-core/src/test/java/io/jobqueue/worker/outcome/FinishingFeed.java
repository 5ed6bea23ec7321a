package io.jobqueue.worker.outcome;

import java.util.List;
import java.util.function.Function;

import io.jobqueue.store.UncalledFeed;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

/**
 * A feed for tests of which only {@code finish} is called. It notes the outcomes, and has
 * one result for all of a call.
 */
public final class FinishingFeed extends UncalledFeed {

	private final List<List<Outcome>> calls;

	private final Function<List<Outcome>, FinishResult> result;

	/**
	 * Create a feed.
	 * @param calls gets the outcomes of each call
	 * @param result the result of a call; it may throw an exception
	 */
	public FinishingFeed(List<List<Outcome>> calls, Function<List<Outcome>, FinishResult> result) {
		this.calls = calls;
		this.result = result;
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		this.calls.add(List.copyOf(outcomes));
		FinishResult result = this.result.apply(outcomes);
		return outcomes.stream().map((outcome) -> result).toList();
	}

}
