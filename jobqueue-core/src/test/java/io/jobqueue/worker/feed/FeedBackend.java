package io.jobqueue.worker.feed;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.memory.MemoryStoreBackend;

/** A store of which a worker uses a feed, and that sends no signals. */
final class FeedBackend extends ForwardingBackend {

	private final JobFeed feed;

	private final BooleanSupplier signalled;

	/**
	 * Make one.
	 * @param signalled whether signals come from other processes too
	 */
	FeedBackend(JobFeed feed, BooleanSupplier signalled) {
		super(new MemoryStoreBackend(InstantSource.system()));
		this.feed = feed;
		this.signalled = signalled;
	}

	@Override
	public JobFeed feed() {
		return this.feed;
	}

	@Override
	public QueueSignal signal() {
		return new QueueSignal() {
			@Override
			public Subscription subscribe(String worker, Listener listener) {
				throw new UnsupportedOperationException();
			}

			@Override
			public boolean comesFromOtherProcesses() {
				return FeedBackend.this.signalled.getAsBoolean();
			}
		};
	}

}
