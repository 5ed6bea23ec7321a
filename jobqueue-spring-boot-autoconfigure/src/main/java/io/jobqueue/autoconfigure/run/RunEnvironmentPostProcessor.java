package io.jobqueue.autoconfigure.run;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes an application with {@code jobqueue.run.task} one that runs this task only: it
 * serves no queues, fires no schedules and starts no web server.
 */
final class RunEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.containsProperty(JobQueueRunAutoConfiguration.TASK)) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("jobqueueRun",
						Map.of("jobqueue.worker.enabled", false, "spring.main.web-application-type", "none")));
		}
	}

	/** Run after all other sources of properties. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
