package io.jobqueue.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says about a store that cannot be used, for all parts of an application
 * that use it: one line when the first of them fails, one when the last of those that
 * failed has succeeded. Each part reports under a name of its own, and tries again soon
 * after a failure. An error that is not known to pass is logged with its stack trace,
 * once for each part until that part succeeds. Safe for use by many threads.
 */
public final class StoreOutage {

	private static final Logger logger = LoggerFactory.getLogger(StoreOutage.class);

	private final Set<String> failing = new HashSet<>();

	private final Set<String> broken = new HashSet<>();

	private long sinceNanos;

	/**
	 * A part failed. It will try again.
	 * @param part what failed, such as {@code queue 'mails'}
	 * @param cause why; its messages hold no data of jobs
	 */
	public synchronized void failed(String part, Throwable cause) {
		if (!(cause instanceof StoreUnavailableException)) {
			if (this.broken.add(part)) {
				logger.error("An error of the store or of its use stops {}; it is tried again, and no further error of "
						+ "it is logged until it succeeds", part, cause);
			}
			return;
		}
		if (this.failing.isEmpty()) {
			this.sinceNanos = System.nanoTime();
			logger.warn("The store cannot be used for now, first seen by {}: {}. Whatever needs it is tried again; "
					+ "the next line about this says that it can be used again", part, cause.getMessage());
		}
		this.failing.add(part);
		logger.debug("The store cannot be used for now, seen by {}", part, cause);
	}

	/** A part used the store. Costs little when nothing has failed. */
	public synchronized void reached(String part) {
		if (this.broken.remove(part)) {
			logger.info("No error stops {} any more", part);
		}
		if (this.failing.remove(part) && this.failing.isEmpty()) {
			Duration length = Duration.ofNanos(System.nanoTime() - this.sinceNanos);
			logger.info("The store can be used again, after {} s", length.toSeconds());
		}
	}

	/** A part that ends does not try again. */
	public synchronized void left(String part) {
		this.broken.remove(part);
		this.failing.remove(part);
	}

	/** Whether any part has failed and not succeeded since. */
	public synchronized boolean isUnderWay() {
		return !this.failing.isEmpty();
	}

}
