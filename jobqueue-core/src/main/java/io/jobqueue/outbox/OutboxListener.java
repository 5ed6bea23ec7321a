package io.jobqueue.outbox;

import java.time.Duration;

/**
 * Called by the relay, on its thread. Implementations must not block or throw exceptions.
 */
public interface OutboxListener {

	/**
	 * A job was stored.
	 * @param queue its queue
	 * @param age the time since it was written to the outbox
	 */
	default void relayed(String queue, Duration age) {
	}

	/**
	 * A job was parked, because the store refused it for good.
	 * @param queue its queue
	 */
	default void parked(String queue) {
	}

}
