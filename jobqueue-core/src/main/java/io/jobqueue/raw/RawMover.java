package io.jobqueue.raw;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.support.RepeatingThread;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Moves the items of the raw queues whose queues a worker serves, on one thread. All
 * workers do so, without a leader: who comes first moves an item, for the others it is
 * gone.
 */
public final class RawMover implements SmartLifecycle {

	/** Above the worker, so that it starts after it and stops before it. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4095;

	private static final Logger logger = LoggerFactory.getLogger(RawMover.class);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final List<RawQueueMover> movers;

	private final StoreOutage outage;

	private final Supplier<List<String>> served;

	private final RepeatingThread thread;

	/** When each raw queue is looked at next, by the time of the JVM. */
	private final Map<String, Long> next = new HashMap<>();

	/**
	 * Create a mover.
	 * @param movers one for each raw queue that this application can move
	 * @param outage receives and logs the failures of the store
	 * @param served the queues that the worker serves now
	 */
	RawMover(List<RawQueueMover> movers, StoreOutage outage, Supplier<List<String>> served) {
		this.movers = List.copyOf(movers);
		this.outage = outage;
		this.served = served;
		this.thread = new RepeatingThread("jobqueue-raw", this::runOnce,
				() -> this.movers.forEach((mover) -> outage.left(part(mover))));
	}

	/**
	 * How many items of a raw queue this application has moved since its start.
	 * @param name the name of the raw queue
	 */
	public long moved(String name) {
		return this.movers.stream()
			.filter((mover) -> mover.queue().name().equals(name))
			.mapToLong(RawQueueMover::moved)
			.sum();
	}

	@Override
	public void start() {
		if (!this.movers.isEmpty()) {
			this.thread.start();
		}
	}

	/**
	 * Look once at each raw queue whose time has come.
	 * @return how long to wait until the next time
	 */
	Duration runOnce() {
		Set<String> queues = new HashSet<>(this.served.get());
		long wait = Duration.ofMinutes(1).toNanos();
		for (RawQueueMover mover : this.movers) {
			String name = mover.queue().name();
			Long due = this.next.get(name);
			if (!this.thread.isStopping() && (due == null || due - System.nanoTime() <= 0)) {
				Duration pause = queues.contains(mover.queue().queue()) ? move(mover) : mover.queue().pollInterval();
				due = System.nanoTime() + pause.toNanos();
				this.next.put(name, due);
			}
			wait = Math.min(wait, (due != null) ? due - System.nanoTime() : 0);
		}
		return Duration.ofNanos(Math.max(0, wait));
	}

	private Duration move(RawQueueMover mover) {
		try {
			Duration pause = mover.runOnce();
			this.outage.reached(part(mover));
			return pause;
		}
		catch (RuntimeException | Error ex) {
			if (this.thread.isStopping()) {
				logger.debug("A move of items was cut short by the stop", ex);
			}
			else {
				this.outage.failedBeside(part(mover), ex);
			}
			Duration poll = mover.queue().pollInterval();
			return (poll.compareTo(AFTER_FAILURE) > 0) ? poll : AFTER_FAILURE;
		}
	}

	private static String part(RawQueueMover mover) {
		return "raw queue '%s'".formatted(mover.queue().name());
	}

	@Override
	public void stop() {
		this.thread.stop();
	}

	@Override
	public boolean isRunning() {
		return this.thread.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
