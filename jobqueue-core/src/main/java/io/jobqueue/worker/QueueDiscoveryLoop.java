package io.jobqueue.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.JobQueries;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Looks periodically for new queues in the store that the worker must serve, on a thread
 * of its own. The number of queues that it finds is bounded, because each takes two
 * threads.
 */
final class QueueDiscoveryLoop implements Runnable {

	static final int MOST = 200;

	private static final Logger logger = LoggerFactory.getLogger(QueueDiscoveryLoop.class);

	private final JobQueries store;

	private final QueueDiscovery discovery;

	private final Consumer<ContainerOptions> found;

	private final Set<String> served;

	private final int most;

	private final StoreReachability contact;

	private final WakeLatch waiter = new WakeLatch();

	private volatile boolean looked;

	private volatile boolean closed;

	private boolean tooMany;

	/**
	 * Make a finder.
	 * @param served the queues that are served already
	 * @param found takes each queue once
	 */
	QueueDiscoveryLoop(JobQueries store, QueueDiscovery discovery, List<String> served,
			Consumer<ContainerOptions> found, StoreReachability contact) {
		this.store = store;
		this.discovery = discovery;
		this.served = new HashSet<>(served);
		this.most = served.size() + MOST;
		this.found = found;
		this.contact = contact;
		this.looked = discovery.patterns().isEmpty();
	}

	@Override
	public void run() {
		while (!this.closed && !this.discovery.patterns().isEmpty()) {
			try {
				look(this.store.queues());
				this.contact.reached();
			}
			catch (RuntimeException | Error ex) {
				if (this.closed) {
					logger.debug("The last look for queues was cut short", ex);
				}
				else {
					this.contact.missed(ex);
				}
			}
			this.waiter.await(this.discovery.interval());
		}
	}

	private void look(List<String> queues) {
		for (String queue : queues) {
			if (this.discovery.isWanted(queue) && !this.served.contains(queue) && isRoom(queue)) {
				this.found.accept(this.discovery.container().apply(queue));
				this.served.add(queue);
			}
		}
		if (!this.looked) {
			this.looked = true;
			this.discovery.patterns()
				.stream()
				.filter((pattern) -> this.served.stream().noneMatch(pattern::matches))
				.forEach((pattern) -> logger.warn("No queue matches '{}' yet; those that come are served within {} s",
						pattern.text(), this.discovery.interval().toSeconds()));
		}
	}

	private boolean isRoom(String queue) {
		if (this.served.size() < this.most) {
			return true;
		}
		if (!this.tooMany) {
			this.tooMany = true;
			logger.warn("This worker has found {} queues and serves no more of them, the first of these is '{}': "
					+ "let other workers serve other patterns", MOST, queue);
		}
		return false;
	}

	/** Whether the store has been asked, if there is something to ask for. */
	boolean hasLooked() {
		return this.looked;
	}

	void close() {
		this.closed = true;
		this.contact.close();
		this.waiter.signal();
	}

}
