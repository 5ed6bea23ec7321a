package io.jobqueue.store.memory;

import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

/** The rules of queues. */
record MemoryQueueRules(MemoryStore store) implements QueueRulesStore {

	@Override
	public QueueRules rules(String queue) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = step.store.queues.get(queue);
			return (known != null) ? known.rules : QueueRules.NONE;
		}
	}

	@Override
	public boolean replace(String queue, long expected, QueueRules next) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = step.store.queue(queue);
			if (known.rules.version() != expected) {
				return false;
			}
			known.rules = QueueRules.read(next.write());
			step.signals.mayBeReady(known);
			return true;
		}
	}

}
