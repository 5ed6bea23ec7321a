package io.jobqueue.flow;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.jobqueue.flow.FlowRelay.Rest;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.support.FirstFailure;
import io.jobqueue.store.support.RepeatingThread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Lets flows go on, on one thread of a worker: at once where a job of a flow has ended
 * here, and for what others have left every few seconds.
 */
public final class FlowThread implements SmartLifecycle {

	/** Below the worker, so that it stops after the last jobs have ended. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4097;

	private static final Logger logger = LoggerFactory.getLogger(FlowThread.class);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private static final Duration EVERYWHERE = Duration.ofMinutes(1);

	/** How many queues that are not served here are asked in a minute. */
	private static final int MOST_OTHERS = 500;

	private static final String PART = "flows";

	private final JobFlows flows;

	private final StoreOutage outage;

	private final Supplier<List<String>> served;

	/** Queues in which a job of a flow has ended here. */
	private final Set<String> signalled = ConcurrentHashMap.newKeySet();

	private final RepeatingThread thread;

	private final AtomicLong relays = new AtomicLong();

	private volatile boolean relaying;

	private volatile boolean looking;

	/** Whether what others have left was not looked at since the start. */
	private volatile boolean first;

	private @Nullable FlowUpkeep upkeep;

	private @Nullable Long looked;

	private @Nullable Long lookedElsewhere;

	private String last = "";

	/**
	 * Create a thread.
	 * @param flows the flows
	 * @param served the queues that the worker serves now
	 */
	public FlowThread(JobFlows flows, Supplier<List<String>> served) {
		this.flows = flows;
		this.outage = flows.store().outage();
		this.served = served;
		this.thread = new RepeatingThread("jobqueue-flows", this::step, this::end);
	}

	/** A job of a flow has ended in a queue. */
	public void ended(String queue) {
		if (this.signalled.add(queue)) {
			this.thread.wake();
		}
	}

	/** How often this thread has relayed; it grows before {@link #isRelaying()} ends. */
	long relays() {
		return this.relays.get();
	}

	/**
	 * Return whether flows go on now, or may do so soon: a job of a flow has ended here,
	 * or what others had left at the start was not looked at yet.
	 */
	boolean isRelaying() {
		return this.first || this.looking || this.relaying || !this.signalled.isEmpty();
	}

	@Override
	public void start() {
		if (hasFlows(this.flows.store())) {
			this.upkeep = this.flows.upkeep();
			this.looked = null;
			this.first = true;
			this.thread.start();
		}
	}

	private static boolean hasFlows(StoreBackend store) {
		try {
			store.part(FlowStore.class);
			return true;
		}
		catch (UnsupportedStorePartException ex) {
			logger.debug("The store has no flows", ex);
			return false;
		}
	}

	private Duration step() {
		try {
			Duration wait = runOnce();
			this.outage.reached(PART);
			return wait;
		}
		catch (RuntimeException | Error ex) {
			if (this.thread.isStopping()) {
				logger.debug("A step of the flows was cut short by the stop", ex);
			}
			else {
				this.outage.failedBeside(PART, ex);
			}
			lookAgain(ex);
			return AFTER_FAILURE;
		}
	}

	/** Only the first look is repeated, and only after an outage. */
	private void lookAgain(Throwable failure) {
		if (this.first && failure instanceof StoreUnavailableException) {
			this.looked = null;
		}
		else {
			this.first = false;
		}
	}

	/**
	 * Relay notices, and look after the flows if it is time.
	 * @return how long to wait until the next time
	 */
	Duration runOnce() {
		FlowUpkeep current = this.upkeep;
		if (current == null) {
			return LONGEST_WAIT;
		}
		FirstFailure failure = new FirstFailure();
		Duration wait = relay(current, List.copyOf(this.signalled), failure);
		if (isTime(this.looked, LONGEST_WAIT)) {
			this.looked = System.nanoTime();
			wait = shorter(wait, lookOnce(current, failure));
		}
		failure.rethrow();
		this.first = false;
		return wait;
	}

	/**
	 * What is left or fails is tried again soon, and keeps no other queue from going on.
	 */
	private Duration relay(FlowUpkeep current, Collection<String> queues, FirstFailure failure) {
		if (queues.isEmpty()) {
			return LONGEST_WAIT;
		}
		this.relaying = true;
		try {
			return relayEach(current, queues, failure);
		}
		finally {
			this.relays.incrementAndGet();
			this.relaying = false;
		}
	}

	private Duration relayEach(FlowUpkeep current, Collection<String> queues, FirstFailure failure) {
		Duration wait = LONGEST_WAIT;
		for (String queue : queues) {
			Rest[] rest = { this.signalled.remove(queue) ? Rest.BUSY : Rest.NONE };
			failure.run(() -> rest[0] = current.relay().relaySome(queue));
			if (rest[0] != Rest.NONE) {
				this.signalled.add(queue);
				wait = shorter(wait, (rest[0] == Rest.MORE) ? Duration.ZERO : AFTER_FAILURE);
			}
		}
		return wait;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private Duration lookOnce(FlowUpkeep current, FirstFailure failure) {
		this.looking = true;
		try {
			return look(current, failure);
		}
		finally {
			this.relays.incrementAndGet();
			this.looking = false;
		}
	}

	/** Returns how long to wait until the next time. */
	private Duration look(FlowUpkeep current, FirstFailure failure) {
		boolean everywhere = isTime(this.lookedElsewhere, EVERYWHERE);
		// Flows that have failed go on when their jobs were requeued.
		if (!everywhere && !current.isAnyLiving()) {
			return LONGEST_WAIT;
		}
		Set<String> queues = new HashSet<>(this.served.get());
		if (everywhere) {
			this.lookedElsewhere = System.nanoTime();
			failure.run(current::prune);
			failure.run(() -> queues.addAll(others()));
		}
		int[] looked = new int[1];
		Duration wait = relay(current, queues, failure);
		failure.run(() -> looked[0] = current.runOnce());
		return (looked[0] > 0) ? shorter(wait, AFTER_FAILURE) : wait;
	}

	/** What has ended here last is passed on before the thread ends. */
	private void end() {
		FlowUpkeep current = this.upkeep;
		FirstFailure failure = new FirstFailure();
		try {
			if (current != null) {
				relay(current, List.copyOf(this.signalled), failure);
			}
			failure.rethrow();
		}
		catch (RuntimeException ex) {
			logger.debug("Notices of flows are left to other workers", ex);
		}
		this.outage.left(PART);
	}

	/** Some of all queues, behind the last one of the time before. */
	private List<String> others() {
		List<String> all = this.flows.store().queries().queues().stream().sorted().toList();
		List<String> next = all.stream().filter((queue) -> queue.compareTo(this.last) > 0).limit(MOST_OTHERS).toList();
		this.last = (next.size() < MOST_OTHERS) ? "" : next.get(next.size() - 1);
		return next;
	}

	private static boolean isTime(@Nullable Long last, Duration pause) {
		return last == null || System.nanoTime() - last >= pause.toNanos();
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
