package io.jobqueue.worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.QueueSignal;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Subscribes a worker to the signals of the store, on a separate thread. It retries until
 * it succeeds or is closed: the store may be unavailable at start, and signals are only
 * hints.
 */
final class SignalSubscriber implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SignalSubscriber.class);

	private final QueueSignal signal;

	private final String worker;

	private final QueueSignal.Listener listener;

	private final StoreReachability reachability;

	private final WakeLatch wakeLatch = new WakeLatch();

	private QueueSignal.@Nullable Subscription subscription;

	private volatile boolean closed;

	SignalSubscriber(QueueSignal signal, String worker, QueueSignal.Listener listener, StoreReachability reachability) {
		this.reachability = reachability;
		this.signal = signal;
		this.worker = worker;
		this.listener = listener;
	}

	@Override
	public void run() {
		Backoff backoff = new Backoff(Math::random);
		while (!this.closed && !subscribe()) {
			this.wakeLatch.await(backoff.next());
		}
	}

	private boolean subscribe() {
		try {
			setSubscription(this.signal.subscribe(this.worker, this.listener));
			this.reachability.succeeded();
			this.listener.resumed();
			return true;
		}
		catch (RuntimeException | Error ex) {
			if (this.closed) {
				logger.debug("Worker '{}' stops before it could subscribe to signals", this.worker, ex);
			}
			else {
				this.reachability.failed(ex);
			}
		}
		return false;
	}

	private void setSubscription(QueueSignal.Subscription made) {
		synchronized (this) {
			if (!this.closed) {
				this.subscription = made;
				return;
			}
		}
		// Without the lock, because this call may wait for the store.
		made.close();
	}

	/** Stop subscribing. */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.reachability.close();
		this.wakeLatch.signal();
	}

	/** End the subscription, if there is one. This may wait for the store. */
	void unsubscribe() {
		QueueSignal.Subscription open;
		synchronized (this) {
			open = this.subscription;
		}
		if (open != null) {
			open.close();
		}
	}

}
