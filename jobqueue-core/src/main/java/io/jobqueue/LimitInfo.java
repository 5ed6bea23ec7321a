package io.jobqueue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A limit of a queue.
 *
 * @param name its name: empty for the queue as a whole, {@code task:send} for a task,
 * {@code tenant=acme} for a value of a limit key, {@code tenant} for all its values
 * @param limit the bound that applies
 * @param configured the bound of the configuration or of a task, {@code null} for none
 * @param operator the bound that an operator has set, {@code null} for none
 * @param running how many jobs run now; 0 for a class of values
 * @param delay how long a rate or {@link JobOperator#holdBack} allow no start, zero for
 * not at all
 */
public record LimitInfo(String name, Limit limit, @Nullable Limit configured, @Nullable Limit operator, int running,
		Duration delay) {

	/** Return whether as many jobs run as may. */
	public boolean isFull() {
		return this.limit.maxRunning() != null && this.running >= this.limit.maxRunning();
	}

}
