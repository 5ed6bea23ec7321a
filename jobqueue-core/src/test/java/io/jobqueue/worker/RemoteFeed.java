package io.jobqueue.worker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import org.jspecify.annotations.Nullable;

/**
 * A feed that can be cut off, and whose calls and answers can be held back.
 */
final class RemoteFeed implements JobFeed {

	/** Calls fail while it is set. */
	final AtomicBoolean unavailable = new AtomicBoolean();

	/** Holds all calls back while it is set. */
	final AtomicReference<@Nullable CountDownLatch> frozen = new AtomicReference<>();

	/** Holds the answers of claims that brought jobs back while it is set. */
	final AtomicReference<@Nullable CountDownLatch> heldClaims = new AtomicReference<>();

	/** The most jobs that a claim asked for. */
	final AtomicInteger mostAsked = new AtomicInteger();

	/** The workers that wait no more for signals. */
	final Set<String> stoppedWaiting = ConcurrentHashMap.newKeySet();

	private final JobFeed target;

	RemoteFeed(JobFeed target) {
		this.target = target;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		ClaimResult claimed = call(() -> this.target.claim(asked(request)));
		await(claimed.jobs().isEmpty() ? null : this.heldClaims.get());
		return claimed;
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		return call(() -> this.target.finish(queue, worker, outcomes));
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		Exchange exchange = call(() -> this.target.exchange(asked(request), outcomes));
		await(exchange.claimed().jobs().isEmpty() ? null : this.heldClaims.get());
		return exchange;
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		return call(() -> this.target.renew(request));
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		return call(() -> this.target.storeOnFailureError(queue, id, delivery, error));
	}

	@Override
	public void leave(String worker, List<String> queues) {
		call(() -> {
			this.target.leave(worker, queues);
			return true;
		});
	}

	@Override
	public void stopWaiting(String worker, String queue) {
		call(() -> {
			this.target.stopWaiting(worker, queue);
			return this.stoppedWaiting.add(worker);
		});
	}

	private <T> T call(Supplier<T> call) {
		if (this.unavailable.get()) {
			throw new StoreUnavailableException("unavailable", null);
		}
		await(this.frozen.get());
		return call.get();
	}

	private ClaimRequest asked(ClaimRequest request) {
		this.mostAsked.accumulateAndGet(request.limit(), Math::max);
		return request;
	}

	private static void await(@Nullable CountDownLatch latch) {
		try {
			if (latch != null) {
				latch.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The call was interrupted", ex);
		}
	}

}
