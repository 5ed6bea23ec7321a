package io.jobqueue.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.DurationText;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.support.LogText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs outages of a store, for all parts of an application that use it. There is one line
 * when the first part fails, and one when the last failed part has succeeded. Each part
 * reports under a name of its own, and retries soon after a failure. An error that is not
 * known to be temporary is logged with its stack trace, once per part until that part
 * succeeds. Thread-safe.
 */
public final class StoreOutage {

	private static final Logger logger = LoggerFactory.getLogger(StoreOutage.class);

	/** After so long, a part that fails beside others fails alone, and is logged. */
	private static final Duration ALONE = Duration.ofSeconds(15);

	private static final int MOST_WARNED = 1_000;

	private final Set<String> failing = new HashSet<>();

	private final Set<String> broken = new HashSet<>();

	/** The parts that are logged because they fail alone. */
	private final Set<String> loggedAlone = new HashSet<>();

	/** Since when those fail that fail beside others. */
	private final Map<String, Long> beside = new HashMap<>();

	/** Whether nothing has failed, so that the many calls that succeed need no lock. */
	private final AtomicBoolean quiet = new AtomicBoolean(true);

	/** What a newer release keeps parts from, by part. */
	private final Map<String, String> outdated = new HashMap<>();

	/** What the log says of that, also while no part meets it. */
	private final Set<String> warned = new HashSet<>();

	private final AtomicLong sinceNanos = new AtomicLong();

	/** Whether the log says that the store cannot be used, and not yet that it can. */
	private final AtomicBoolean open = new AtomicBoolean();

	private final Duration alone;

	public StoreOutage() {
		this(ALONE);
	}

	/** Make one that takes a part for one that fails alone after a time of its own. */
	StoreOutage(Duration alone) {
		this.alone = alone;
	}

	/**
	 * A part failed. It will try again.
	 * @param part what failed, such as {@code queue 'mails'}
	 * @param cause why; its messages hold no data of jobs
	 */
	public synchronized void failed(String part, Throwable cause) {
		this.quiet.set(false);
		if (cause instanceof NewerReleaseException) {
			endFailing(part);
			refused(part, LogText.of(cause.getMessage()));
			return;
		}
		if (!(cause instanceof StoreUnavailableException)) {
			endFailing(part);
			if (this.broken.add(part)) {
				logger.error("An error of the store affects {}; it is tried again, and no further error of "
						+ "it is logged until it succeeds", part, cause);
			}
			return;
		}
		if (this.failing.isEmpty()) {
			if (this.open.compareAndSet(false, true)) {
				this.sinceNanos.set(System.nanoTime());
			}
			logger.warn("The store is unavailable, first seen by {}: {}. All operations are tried again; "
					+ "one line reports the end of the outage", part, LogText.of(cause.getMessage()));
		}
		this.failing.add(part);
		logger.debug("The store is unavailable, seen by {}", part, cause);
	}

	/**
	 * As {@link #failed}, for a part that fails along with others. It is retried less
	 * often, so the end of an outage does not depend on it. It is logged alone only if it
	 * fails repeatedly while the others do not.
	 */
	public synchronized void failedBeside(String part, Throwable cause) {
		if (!(cause instanceof StoreUnavailableException) || cause instanceof NewerReleaseException) {
			failed(part, cause);
			return;
		}
		this.quiet.set(false);
		if (!this.failing.isEmpty()) {
			this.beside.remove(part);
		}
		else if (System.nanoTime() - this.beside.computeIfAbsent(part, (key) -> System.nanoTime()) >= this.alone
			.toNanos() && this.loggedAlone.add(part)) {
			logger.warn("The store is unavailable for {} only; it is tried again: {}", part,
					LogText.of(cause.getMessage()));
		}
		logger.debug("The store is unavailable for {}", part, cause);
	}

	/** Several parts meet the same thing: the log has it once. */
	private void refused(String part, String why) {
		if (this.warned.size() < MOST_WARNED && this.warned.add(why)) {
			logger.warn("{}. It is tried again", why);
		}
		this.outdated.put(part, why);
	}

	/**
	 * What this release must leave alone because a newer one wrote it, in words; empty in
	 * most applications.
	 */
	public synchronized Set<String> outdated() {
		return Set.copyOf(this.outdated.values());
	}

	/** A part used the store. Costs little when nothing has failed. */
	public void reached(String part) {
		if (!this.quiet.get()) {
			succeeded(part);
		}
	}

	private synchronized void succeeded(String part) {
		if (this.broken.remove(part)) {
			logger.info("No error affects {} any more", part);
		}
		this.failing.remove(part);
		endIfNoneFails();
		this.beside.remove(part);
		if (this.loggedAlone.remove(part)) {
			logger.info("The store is available again for {}", part);
		}
		String why = this.outdated.remove(part);
		if (why != null && !this.outdated.containsValue(why) && this.warned.remove(why)) {
			logger.info("What a newer release kept from this one can be used again, first seen by {}", part);
		}
		this.quiet.set(!this.open.get() && this.broken.isEmpty() && this.beside.isEmpty() && this.loggedAlone.isEmpty()
				&& this.outdated.isEmpty());
	}

	/** A part fails for another reason than that the store is unavailable. */
	private void endFailing(String part) {
		if (this.failing.remove(part)) {
			endIfNoneFails();
		}
	}

	private void endIfNoneFails() {
		if (this.failing.isEmpty() && this.open.compareAndSet(true, false)) {
			Duration length = Duration.ofNanos(System.nanoTime() - this.sinceNanos.get());
			logger.info("The store is available again, after {}", DurationText.ofMeasured(length));
		}
	}

	/**
	 * A part that ends does not try again. If it is the last one that failed, the outage
	 * ends when any other part succeeds.
	 */
	public synchronized void left(String part) {
		this.broken.remove(part);
		this.beside.remove(part);
		this.loggedAlone.remove(part);
		this.outdated.remove(part);
		this.failing.remove(part);
	}

	/** Whether any part has failed and not succeeded since. */
	public synchronized boolean isUnderWay() {
		return !this.failing.isEmpty();
	}

}
