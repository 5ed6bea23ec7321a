package io.jobqueue.autoconfigure.worker;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the application not ready before its worker drains, so that no more requests
 * arrive while it does. A web server says the same when it stops; a worker without one,
 * or an application whose lifecycle alone is stopped, has only this.
 */
final class TrafficRefusal implements SmartLifecycle {

	private final ApplicationContext context;

	private volatile boolean running;

	TrafficRefusal(ApplicationContext context) {
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
