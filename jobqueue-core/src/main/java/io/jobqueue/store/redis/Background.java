package io.jobqueue.store.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Threads for what must not hold up a caller; they are daemons and end when they are idle
 * for a minute, so there is nothing to close.
 */
final class Background {

	private Background() {
	}

	static Executor threads(String name) {
		return Executors.newCachedThreadPool((action) -> {
			Thread thread = new Thread(action, name);
			thread.setDaemon(true);
			return thread;
		});
	}

}
