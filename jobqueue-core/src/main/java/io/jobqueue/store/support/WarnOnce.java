package io.jobqueue.store.support;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which things a warning was written for, so that each of them is warned of once. The
 * number of things is bounded: of those beyond the bound the log says once that there are
 * more, and no more than that. Safe for use by many threads.
 */
public final class WarnOnce {

	private static final int MOST = 20;

	private final Set<String> warned = new HashSet<>();

	private final int most;

	private final Runnable beyond;

	private final AtomicBoolean full = new AtomicBoolean();

	/** Make one that warns of 20 things. */
	public WarnOnce(Runnable beyond) {
		this(MOST, beyond);
	}

	/**
	 * Make one.
	 * @param most of how many things to warn
	 * @param beyond writes that there are more; called once
	 */
	public WarnOnce(int most, Runnable beyond) {
		this.most = most;
		this.beyond = beyond;
	}

	/**
	 * Whether to write the warning now.
	 * @param thing the name of what it is about
	 */
	public boolean isFirst(String thing) {
		return !this.full.get() && add(thing);
	}

	private synchronized boolean add(String thing) {
		if (this.full.get() || this.warned.contains(thing)) {
			return false;
		}
		if (this.warned.size() < this.most) {
			return this.warned.add(thing);
		}
		this.full.set(true);
		this.warned.clear();
		this.beyond.run();
		return false;
	}

}
