package io.jobqueue.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.JobQueries;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Periodically discovers new queues in the store that the worker must serve, on a
 * separate thread. The number of discovered queues is bounded, because each takes two
 * threads.
 */
final class QueueDiscoveryLoop implements Runnable {

	static final int MOST = 200;

	private static final Logger logger = LoggerFactory.getLogger(QueueDiscoveryLoop.class);

	private final JobQueries store;

	private final QueueDiscovery discovery;

	private final Consumer<ContainerOptions> found;

	private final Set<String> served;

	/** The queues whose options could not be determined. */
	private final Set<String> failed = new HashSet<>();

	private final int most;

	private final StoreReachability reachability;

	private final WakeLatch wakeLatch = new WakeLatch();

	private volatile boolean queuesRead;

	private volatile boolean closed;

	private boolean tooMany;

	/**
	 * Create a loop.
	 * @param served the queues that are served already
	 * @param found called once for each discovered queue
	 */
	QueueDiscoveryLoop(JobQueries store, QueueDiscovery discovery, List<String> served,
			Consumer<ContainerOptions> found, StoreReachability reachability) {
		this.store = store;
		this.discovery = discovery;
		this.served = new HashSet<>(served);
		this.most = served.size() + MOST;
		this.found = found;
		this.reachability = reachability;
		this.queuesRead = discovery.patterns().isEmpty();
	}

	@Override
	public void run() {
		while (!this.closed && !this.discovery.patterns().isEmpty()) {
			try {
				discover(this.store.queues());
				this.reachability.succeeded();
			}
			catch (RuntimeException | Error ex) {
				if (this.closed) {
					logger.debug("The last discovery of queues was interrupted", ex);
				}
				else {
					this.reachability.failed(ex);
				}
			}
			this.wakeLatch.await(this.discovery.interval());
		}
	}

	private void discover(List<String> queues) {
		this.failed.retainAll(queues);
		for (String queue : queues) {
			if (this.discovery.isWanted(queue) && !this.served.contains(queue) && isRoom(queue)) {
				ContainerOptions container = container(queue);
				if (container != null) {
					this.found.accept(container);
					this.served.add(queue);
				}
			}
		}
		if (!this.queuesRead) {
			this.queuesRead = true;
			this.discovery.patterns()
				.stream()
				.filter((pattern) -> this.served.stream().noneMatch(pattern::matches))
				.forEach((pattern) -> logger.warn("No queue matches '{}' yet; new ones are served within {} s",
						pattern.text(), this.discovery.interval().toSeconds()));
		}
	}

	/**
	 * Return the options of a queue, {@code null} if the code that determines them
	 * failed. That is no error of the store, and other queues are served.
	 */
	private @Nullable ContainerOptions container(String queue) {
		try {
			ContainerOptions container = this.discovery.container().apply(queue);
			this.failed.remove(queue);
			return container;
		}
		catch (RuntimeException | Error ex) {
			if (this.failed.add(queue)) {
				logger.error("Queue '{}' is not served, because its options could not be determined; "
						+ "this is tried again every {} s", queue, this.discovery.interval().toSeconds(), ex);
			}
			return null;
		}
	}

	private boolean isRoom(String queue) {
		if (this.served.size() < this.most) {
			return true;
		}
		if (!this.tooMany) {
			this.tooMany = true;
			logger.warn("This worker has discovered {} queues and serves no further ones, such as '{}': "
					+ "let other workers serve other patterns", MOST, queue);
		}
		return false;
	}

	/** Return whether the store has been read, if there are patterns to discover. */
	boolean hasReadQueues() {
		return this.queuesRead;
	}

	void close() {
		this.closed = true;
		this.reachability.close();
		this.wakeLatch.signal();
	}

}
