package io.jobqueue.store.jdbc;

import java.util.List;

import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

/** The rules of queues, one text in the row of each queue. */
record JdbcQueueRules(Queues queues, Waker wakes) implements QueueRulesStore {

	@Override
	public QueueRules rules(String queue) {
		return this.queues.rules(queue);
	}

	@Override
	public boolean replace(String queue, long expected, QueueRules next) {
		boolean replaced = this.queues.replaceRules(queue, expected, next);
		if (replaced) {
			this.wakes.wake(List.of(WakeCondition.ifReady(queue)));
		}
		return replaced;
	}

}
