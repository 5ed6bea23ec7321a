package io.jobqueue.store.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners on the thread that caused the signal, without the lock of the
 * store. An exception of a listener is logged: it does not affect the change that was
 * signalled.
 */
final class MemoryQueueSignal implements QueueSignal {

	private static final Logger logger = LoggerFactory.getLogger(MemoryQueueSignal.class);

	private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

	@Override
	public Subscription subscribe(String worker, Listener listener) {
		this.listeners.computeIfAbsent(worker, (id) -> new CopyOnWriteArrayList<>()).add(listener);
		return () -> this.listeners.computeIfPresent(worker, (id, heard) -> {
			heard.remove(listener);
			return heard.isEmpty() ? null : heard;
		});
	}

	void queueReady(String worker, String queue) {
		for (Listener listener : of(worker)) {
			deliver(worker, () -> listener.queueReady(queue));
		}
	}

	void jobCancelled(String worker, JobId id) {
		for (Listener listener : of(worker)) {
			deliver(worker, () -> listener.jobCancelled(id));
		}
	}

	void requested(String worker) {
		for (Listener listener : of(worker)) {
			deliver(worker, listener::requested);
		}
	}

	private List<Listener> of(String worker) {
		return this.listeners.getOrDefault(worker, List.of());
	}

	private void deliver(String worker, Runnable signal) {
		try {
			signal.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of worker '{}' failed; the signal is not repeated, polling continues", worker, ex);
		}
	}

}
