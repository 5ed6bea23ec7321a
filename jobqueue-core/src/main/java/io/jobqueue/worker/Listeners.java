package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.worker.options.WorkerListener;

/**
 * Delegates to all listeners. An exception of one is logged and affects neither the
 * others nor the worker.
 */
record Listeners(List<WorkerListener> all) implements WorkerListener {

	private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

	@Override
	public void started(ClaimedJob job, String task, Duration wait) {
		each((listener) -> listener.started(job, task, wait));
	}

	@Override
	public void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
		each((listener) -> listener.finished(job, task, outcome, execution));
	}

	@Override
	public void lost(ClaimedJob job, String task) {
		each((listener) -> listener.lost(job, task));
	}

	@Override
	public void abandoned(ClaimedJob job, String task) {
		each((listener) -> listener.abandoned(job, task));
	}

	@Override
	public void reclaimed(String queue, int requeued, int poisoned) {
		each((listener) -> listener.reclaimed(queue, requeued, poisoned));
	}

	private void each(Consumer<WorkerListener> call) {
		for (WorkerListener listener : this.all) {
			try {
				call.accept(listener);
			}
			catch (Throwable ex) {
				// Errors too: this stands between a job and its outcome.
				logger.warn("Worker listener {} failed and is called again next time", listener.getClass().getName(),
						ex);
			}
		}
	}

}
