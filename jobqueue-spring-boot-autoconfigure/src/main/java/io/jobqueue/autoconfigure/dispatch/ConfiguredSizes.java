package io.jobqueue.autoconfigure.dispatch;

import java.util.Map;

import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Sets the maximum sizes of queues as configured, before the worker starts. If the store
 * is unavailable, the start fails.
 */
final class ConfiguredSizes implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredSizes.class);

	private final StoreBackend store;

	private final Map<String, Integer> sizes;

	private volatile boolean running;

	ConfiguredSizes(StoreBackend store, Map<String, Integer> sizes) {
		this.store = store;
		this.sizes = sizes;
	}

	@Override
	public void start() {
		this.sizes.forEach((queue, size) -> {
			QueueRulesStore rules = this.store.part(QueueRulesStore.class);
			Integer before = rules.rules(queue).maxSize();
			QueueRules after = rules.update(queue, (present) -> present.withMaxSize((size > 0) ? size : null));
			if (after.maxSize() != null && !after.maxSize().equals(before)) {
				logger.info("Queue '{}' takes at most {} waiting jobs from now on, by 'jobqueue.queues.{}.max-size'",
						queue, size, queue);
			}
		});
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return MaintenanceRunner.PHASE - 1;
	}

}
