package io.jobqueue.autoconfigure.worker;

import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.autoconfigure.queue.QueueConfigurer;
import io.jobqueue.store.JobActions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses and resumes queues as configured, before the worker starts. Later changes by
 * operators apply until the next start. If the store is unavailable, the start fails: a
 * queue that must be paused must not run.
 */
final class ConfiguredPauses extends QueueConfigurer {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredPauses.class);

	private final JobActions store;

	private final Map<String, Boolean> paused;

	ConfiguredPauses(JobActions store, Map<String, Boolean> paused) {
		this.store = store;
		this.paused = paused;
	}

	@Override
	protected void configure(Predicate<String> queues) {
		this.paused.forEach((queue, pause) -> {
			if (!queues.test(queue)) {
				return;
			}
			if (pause) {
				this.store.pause(queue);
				logger.info("Queue '{}' is paused by 'jobqueue.queues.{}.paused'", queue, queue);
			}
			else {
				this.store.resume(queue);
			}
		});
	}

}
