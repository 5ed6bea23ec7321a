package io.jobqueue.store.jdbc.signal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreOutage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals to the workers of this process, from its own threads and, where the database
 * has notifications, from other processes. What a listener throws affects no other one:
 * the change that it is called for has happened.
 */
public final class JdbcQueueSignal implements QueueSignal {

	private static final Logger logger = LoggerFactory.getLogger(JdbcQueueSignal.class);

	private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

	/** Workers that sleep, as far as this process knows, and were not woken since. */
	private final Set<Place> asleep = ConcurrentHashMap.newKeySet();

	/** Workers that were woken and have not begun to claim since. */
	private final Set<Place> woken = ConcurrentHashMap.newKeySet();

	private final NotificationListener notifications;

	public JdbcQueueSignal(Notifications notifications, StoreOutage outage) {
		this.notifications = new NotificationListener(notifications, this, outage);
	}

	@Override
	public Subscription subscribe(String worker, Listener listener) {
		this.listeners.computeIfAbsent(worker, (id) -> new CopyOnWriteArrayList<>()).add(listener);
		try {
			this.notifications.follow();
		}
		catch (RuntimeException | Error ex) {
			remove(worker, listener);
			throw ex;
		}
		return () -> {
			remove(worker, listener);
			this.asleep.removeIf((each) -> each.worker.equals(worker));
			this.woken.removeIf((each) -> each.worker.equals(worker));
			this.notifications.follow();
		};
	}

	@Override
	public boolean comesFromOtherProcesses() {
		return this.notifications.areReceived();
	}

	private void remove(String worker, Listener listener) {
		this.listeners.computeIfPresent(worker, (id, heard) -> {
			heard.remove(listener);
			return heard.isEmpty() ? null : heard;
		});
	}

	/** The workers of this process that listen. */
	List<String> workers() {
		return List.copyOf(this.listeners.keySet());
	}

	boolean isHere(String worker) {
		return this.listeners.containsKey(worker);
	}

	/**
	 * Signal a worker of this process that sleeps, unless it was and has not begun to
	 * claim since.
	 * @return whether it was signalled
	 */
	boolean wake(String worker, String queue) {
		Place mark = new Place(worker, queue);
		this.asleep.remove(mark);
		if (!isHere(worker) || !this.woken.add(mark)) {
			return false;
		}
		boolean heard = queueReady(worker, queue);
		if (!heard) {
			this.woken.remove(mark);
		}
		return heard;
	}

	/** Whether a worker of this process sleeps on a queue, and was not woken since. */
	boolean sleepsHere(String queue) {
		return this.listeners.keySet().stream().anyMatch((worker) -> this.asleep.contains(new Place(worker, queue)));
	}

	/**
	 * Signal a worker of this process that sleeps on a queue, if it knows one. Each one
	 * is signalled once until it sleeps again.
	 */
	boolean wakeOneHere(String queue) {
		return this.listeners.keySet()
			.stream()
			.anyMatch((worker) -> this.asleep.remove(new Place(worker, queue)) && wake(worker, queue));
	}

	/** Jobs that come into the queue wake nobody. */
	void paused(String queue) {
		this.asleep.removeIf((each) -> each.queue.equals(queue));
	}

	/** It is stored that a worker sleeps. */
	void sleeps(String worker, String queue) {
		this.asleep.add(new Place(worker, queue));
	}

	/** A worker begins to claim, or waits no more. */
	void awake(String worker, String queue) {
		Place place = new Place(worker, queue);
		this.asleep.remove(place);
		this.woken.remove(place);
	}

	boolean queueReady(String worker, String queue) {
		return deliver(worker, (listener) -> listener.queueReady(queue));
	}

	boolean jobCancelled(String worker, JobId id) {
		return deliver(worker, (listener) -> listener.jobCancelled(id));
	}

	boolean requested(String worker) {
		return deliver(worker, Listener::requested);
	}

	boolean resumed(String worker) {
		return deliver(worker, Listener::resumed);
	}

	/** Answers whether the worker is one of this process. */
	private boolean deliver(String worker, Consumer<Listener> signal) {
		List<Listener> heard = this.listeners.getOrDefault(worker, List.of());
		for (Listener listener : heard) {
			try {
				signal.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of worker '{}' failed; the signal is not repeated, polling continues", worker,
						ex);
			}
		}
		return !heard.isEmpty();
	}

	/** A worker, on one of its queues. */
	private record Place(String worker, String queue) {
	}

}
