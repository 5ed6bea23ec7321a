package io.jobqueue.outbox;

import java.time.Duration;

/**
 * Hears of what the relay did. Called on its thread; must not block or throw.
 */
public interface OutboxListener {

	/**
	 * A job is in the store.
	 * @param queue its queue
	 * @param age the time since it was written to the outbox
	 */
	default void relayed(String queue, Duration age) {
	}

	/**
	 * A job was parked, because the store refuses it for good.
	 * @param queue its queue
	 */
	default void parked(String queue) {
	}

}
