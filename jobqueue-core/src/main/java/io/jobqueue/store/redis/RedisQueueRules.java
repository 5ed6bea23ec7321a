package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

/**
 * The rules of queues: one text in the hash of the queue. The script that replaces it
 * also writes what claims need of it.
 */
record RedisQueueRules(RedisAccess redis) implements QueueRulesStore {

	@Override
	public QueueRules rules(String queue) {
		QueueKeys keys = this.redis.keys(queue);
		// By a script, as a replica may not know it yet.
		List<Object> answer = this.redis.answers(1, Script.RULES, keys, List.of(), List.of());
		return QueueRules.read(RedisText.string(answer.get(0)));
	}

	@Override
	public boolean replace(String queue, long expected, QueueRules next) {
		QueueKeys keys = this.redis.keys(queue);
		List<Object> arguments = new ArrayList<>();
		arguments.add(expected);
		arguments.add(next.version());
		arguments.add(next.write());
		boolean replaced = this.redis.count(Script.GOVERN, keys, List.of(), arguments) == 1;
		if (replaced) {
			this.redis.noteAgain(queue);
		}
		return replaced;
	}

}
