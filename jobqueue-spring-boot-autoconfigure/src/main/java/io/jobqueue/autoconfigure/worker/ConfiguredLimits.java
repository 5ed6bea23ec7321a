package io.jobqueue.autoconfigure.worker;

import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.autoconfigure.queue.ConfiguredRules;
import io.jobqueue.autoconfigure.queue.QueueConfigurer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the limits and orders of queues as configured, before the worker starts. What is
 * stored already is not written again, so that applications with the same configuration
 * do not write in turns. If the store is unavailable or has no limits, the start fails: a
 * queue that must be limited must not run without limits.
 */
final class ConfiguredLimits extends QueueConfigurer {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredLimits.class);

	private final StoreBackend store;

	private final String application;

	private final Map<String, ConfiguredRules> rules;

	ConfiguredLimits(StoreBackend store, String application, Map<String, ConfiguredRules> rules) {
		this.store = store;
		this.application = application;
		this.rules = rules;
	}

	@Override
	protected void configure(Predicate<String> queues) {
		if (isSupported()) {
			QueueRulesStore parts = this.store.part(QueueRulesStore.class);
			this.rules.forEach((queue, configured) -> {
				if (!queues.test(queue)) {
					return;
				}
				QueueRules before = parts.rules(queue);
				QueueRules after = parts.update(queue, (found) -> configured.apply(this.application, found));
				if (after.version() != before.version()) {
					logger.info("The limits and the order of queue '{}' are stored as this application configures them",
							queue);
				}
			});
		}
	}

	/** A store without limits serves applications that configure none. */
	private boolean isSupported() {
		try {
			this.store.part(LimitStore.class);
			return true;
		}
		catch (UnsupportedStorePartException ex) {
			this.rules.forEach((queue, configured) -> {
				if (!configured.isEmpty()) {
					throw new IllegalStateException(
							("Queue '%s' has limits or the order 'fair', by 'jobqueue.queues.%s' "
									+ "or by a @JobTask, but the configured store does not apply them: remove them, or choose "
									+ "another store by 'jobqueue.store'")
								.formatted(queue, queue),
							ex);
				}
			});
			return false;
		}
	}

}
