package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals between the threads of one process. What a listener throws is its own matter:
 * the change it hears of has happened.
 */
final class JdbcQueueSignal implements QueueSignal {

	private static final Logger logger = LoggerFactory.getLogger(JdbcQueueSignal.class);

	private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

	@Override
	public Subscription subscribe(String worker, Listener listener) {
		this.listeners.computeIfAbsent(worker, (id) -> new CopyOnWriteArrayList<>()).add(listener);
		return () -> this.listeners.computeIfPresent(worker, (id, heard) -> {
			heard.remove(listener);
			return heard.isEmpty() ? null : heard;
		});
	}

	/** The workers of this process that listen. */
	List<String> workers() {
		return List.copyOf(this.listeners.keySet());
	}

	boolean reachesOtherProcesses() {
		return false;
	}

	void queueReady(String worker, String queue) {
		for (Listener listener : this.listeners.getOrDefault(worker, List.of())) {
			deliver(worker, () -> listener.queueReady(queue));
		}
	}

	void jobCancelled(String worker, JobId id) {
		for (Listener listener : this.listeners.getOrDefault(worker, List.of())) {
			deliver(worker, () -> listener.jobCancelled(id));
		}
	}

	private static void deliver(String worker, Runnable signal) {
		try {
			signal.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of worker '{}' failed; the signal is not repeated, polling goes on", worker, ex);
		}
	}

}
