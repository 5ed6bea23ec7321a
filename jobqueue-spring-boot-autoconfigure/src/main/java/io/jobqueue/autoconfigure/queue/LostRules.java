package io.jobqueue.autoconfigure.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.maintenance.MaintenanceDuty;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRulesStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures queues again whose rules the store has lost, for example by a restart of
 * Redis without its data: their jobs would run without limits until the next start of the
 * application. Versions of rules only rise, so a lower one shows the loss. Rules that
 * operators have set are lost. Confined to the thread of maintenance.
 */
public final class LostRules implements MaintenanceDuty {

	private static final Logger logger = LoggerFactory.getLogger(LostRules.class);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final StoreBackend store;

	private final Set<String> queues;

	private final List<QueueConfigurer> configurers;

	private final Map<String, Long> versions = new HashMap<>();

	/**
	 * Create the duty.
	 * @param store the store
	 * @param queues the queues for which this application configures rules
	 * @param configurers write what is configured
	 */
	public LostRules(StoreBackend store, Collection<String> queues, List<QueueConfigurer> configurers) {
		this.store = store;
		this.queues = new TreeSet<>(queues);
		this.configurers = List.copyOf(configurers);
	}

	@Override
	public String name() {
		return "rules of queues";
	}

	@Override
	public Duration interval() {
		return INTERVAL;
	}

	@Override
	public void run() {
		Set<String> lost = new TreeSet<>();
		for (String queue : this.queues) {
			long version = version(queue);
			if (version < this.versions.getOrDefault(queue, 0L)) {
				lost.add(queue);
			}
			else {
				this.versions.put(queue, version);
			}
		}
		if (!lost.isEmpty()) {
			logger.warn(
					"The store has lost the limits and maximum sizes of the queues {}. They are stored again as "
							+ "this application configures them. Limits and pauses that operators have set are lost",
					lost);
			this.configurers.forEach((configurer) -> configurer.configure(lost::contains));
			lost.forEach((queue) -> this.versions.put(queue, version(queue)));
		}
	}

	private long version(String queue) {
		return this.store.part(QueueRulesStore.class).rules(queue).version();
	}

}
