package io.jobqueue.autoconfigure.queue;

import java.util.function.Predicate;

import io.jobqueue.maintenance.MaintenanceRunner;

import org.springframework.context.SmartLifecycle;

/**
 * Writes configured properties of queues to the store before the worker starts. If this
 * fails, the start of the application fails.
 */
public abstract class QueueConfigurer implements SmartLifecycle {

	private volatile boolean running;

	/**
	 * Write what is configured. It is called at each start, and for queues whose rules
	 * the store has lost.
	 * @param queues the queues to write it for
	 */
	protected abstract void configure(Predicate<String> queues);

	@Override
	public final void start() {
		configure((queue) -> true);
		this.running = true;
	}

	@Override
	public final void stop() {
		this.running = false;
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final int getPhase() {
		return MaintenanceRunner.PHASE - 1;
	}

}
