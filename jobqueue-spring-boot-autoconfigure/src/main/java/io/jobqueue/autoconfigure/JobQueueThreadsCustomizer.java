package io.jobqueue.autoconfigure;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Changes the platform threads that run jobs: their names, priority or group. They stay
 * daemons, because a handler that ignores its interruption must not keep the process.
 * With {@code spring.threads.virtual.enabled=true} jobs run on virtual threads, and no
 * customizer is called.
 * <p>
 * Beans of this type are called in their order, once, when the application starts. What
 * one throws fails the start.
 */
@FunctionalInterface
public interface JobQueueThreadsCustomizer {

	/**
	 * Change the threads.
	 * @param factory the factory of the threads
	 */
	void customize(CustomizableThreadFactory factory);

}
