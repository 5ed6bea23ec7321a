package io.jobqueue.autoconfigure.worker;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Marks the application as not ready before its worker drains, so that no more requests
 * arrive. A web server does the same when it stops. This applies to a worker without a
 * web server, or if only the lifecycle of the application is stopped.
 */
final class ReadinessOnShutdown implements SmartLifecycle {

	private final ApplicationContext context;

	private volatile boolean running;

	ReadinessOnShutdown(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
