package io.jobqueue.benchmarks.contender;

import java.util.List;
import java.util.function.LongConsumer;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * The worker of the ceiling that waits for jobs. It runs them on the thread that reads
 * from Redis, and finishes them by the call that claims the next ones. It is signalled
 * only after a call that found none, so there is one call at a time.
 */
final class CeilingWorker implements AutoCloseable {

	private final CeilingQueue queue;

	private final int concurrency;

	private final StatefulRedisPubSubConnection<String, String> signals;

	private final LongConsumer starts;

	private final Runnable end;

	/**
	 * Create a worker.
	 * @param starts is given the time at which a job starts, in nanoseconds
	 * @param end is called when the end of a job is stored
	 */
	CeilingWorker(CeilingQueue queue, int concurrency, StatefulRedisPubSubConnection<String, String> signals,
			LongConsumer starts, Runnable end) {
		this.queue = queue;
		this.concurrency = concurrency;
		this.signals = signals;
		this.starts = starts;
		this.end = end;
	}

	void start() {
		this.signals.addListener(new RedisPubSubAdapter<>() {
			@Override
			public void message(String channel, String message) {
				next(List.of());
			}
		});
		this.signals.sync().subscribe(CeilingQueue.SIGNAL);
		next(List.of());
	}

	private void next(List<String> done) {
		this.queue.finishAndClaimOrWait(this.concurrency, done).whenComplete((claimed, failure) -> {
			if (failure != null) {
				// The measure ends by its time limit.
				failure.printStackTrace();
				return;
			}
			done.forEach((id) -> this.end.run());
			if (!claimed.isEmpty()) {
				claimed.forEach((id) -> this.starts.accept(System.nanoTime()));
				next(claimed);
			}
		});
	}

	@Override
	public void close() {
		this.signals.close();
	}

}
