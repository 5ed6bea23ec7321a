package io.jobqueue.autoconfigure.run;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * Prints why an application that is to run one task did not start, because the log may be
 * turned off.
 */
final class FailedStartPrinter implements ApplicationListener<ApplicationFailedEvent> {

	@Override
	public void onApplicationEvent(ApplicationFailedEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		// The context is active when the task has failed, whose error is printed there.
		if (context != null && !context.isActive()
				&& context.getEnvironment().containsProperty(JobQueueRunAutoConfiguration.TASK)) {
			System.err.println("The application did not start, so the task did not run: "
					+ NestedExceptionUtils.getMostSpecificCause(event.getException()).getMessage());
		}
	}

}
