package io.jobqueue.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which things a warning was written for, so that each of them is warned of once. The
 * number of things is bounded: beyond 1,000 none is warned of. Safe for use by many
 * threads.
 */
public final class WarnOnce {

	private static final int MOST = 1_000;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Whether to write the warning now.
	 * @param thing the name of what it is about
	 */
	public boolean isFirst(String thing) {
		return this.warned.size() < MOST && this.warned.add(thing);
	}

}
