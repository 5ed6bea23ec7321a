package io.jobqueue.autoconfigure.dispatch;

import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.autoconfigure.queue.QueueConfigurer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the maximum sizes of queues as configured, before the worker starts. If the store
 * is unavailable, the start fails.
 */
final class ConfiguredSizes extends QueueConfigurer {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredSizes.class);

	private final StoreBackend store;

	private final Map<String, Integer> sizes;

	ConfiguredSizes(StoreBackend store, Map<String, Integer> sizes) {
		this.store = store;
		this.sizes = sizes;
	}

	@Override
	protected void configure(Predicate<String> queues) {
		this.sizes.forEach((queue, size) -> {
			if (!queues.test(queue)) {
				return;
			}
			QueueRulesStore rules = this.store.part(QueueRulesStore.class);
			Integer before = rules.rules(queue).maxSize();
			QueueRules after = rules.update(queue, (present) -> present.withMaxSize((size > 0) ? size : null));
			if (after.maxSize() != null && !after.maxSize().equals(before)) {
				logger.info("Queue '{}' takes at most {} waiting jobs from now on, by 'jobqueue.queues.{}.max-size'",
						queue, size, queue);
			}
		});
	}

}
