package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jobqueue.store.ForwardingFeed;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

/**
 * Lets the claims of a container and the writes of its outcomes take turns. While one is
 * under way, more jobs arrive and end, and the next call takes all of them. Two calls at
 * once have half as many jobs each, and cost the store twice as much.
 * <p>
 * A call waits 50 ms at most: the one before it may hang. Thread-safe.
 */
public final class TurnsFeed extends ForwardingFeed {

	private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

	private final ReentrantLock turn = new ReentrantLock(true);

	private final Duration longestWait;

	public TurnsFeed(JobFeed target) {
		this(target, LONGEST_WAIT);
	}

	TurnsFeed(JobFeed target, Duration longestWait) {
		super(target);
		this.longestWait = longestWait;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		return inTurn(() -> super.claim(request));
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		return inTurn(() -> super.finish(queue, worker, outcomes));
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		return inTurn(() -> super.exchange(request, outcomes));
	}

	private <T> T inTurn(Supplier<T> call) {
		boolean taken = take();
		try {
			return call.get();
		}
		finally {
			if (taken) {
				this.turn.unlock();
			}
		}
	}

	private boolean take() {
		try {
			return this.turn.tryLock(this.longestWait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
