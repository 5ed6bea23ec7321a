package io.jobqueue.autoconfigure;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Customizes the platform threads that run jobs: their names, priority or group. They
 * remain daemons, because a handler that ignores its interrupt must not keep the process
 * alive. With {@code spring.threads.virtual.enabled=true} jobs run on virtual threads,
 * and no customizer is called.
 * <p>
 * Beans of this type are called in their order, once, when the application starts. An
 * exception fails the start.
 */
@FunctionalInterface
public interface JobQueueThreadsCustomizer {

	/**
	 * Customize the threads.
	 * @param factory the factory of the threads
	 */
	void customize(CustomizableThreadFactory factory);

}
