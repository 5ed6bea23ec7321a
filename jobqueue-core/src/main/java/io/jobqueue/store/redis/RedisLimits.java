package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.RateLimitResult;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.store.limit.StartRate;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

/**
 * The rules and limits of queues. The rules are one text in the hash of the queue. The
 * script that replaces it also writes the bounds that claims read. All is read by
 * scripts, as a replica may not know it yet.
 */
record RedisLimits(RedisAccess redis) implements QueueRulesStore, LimitStore, RateStore {

	private static final int WIDTH = 3;

	/** Names the script calls of rate limiters; no key of this queue is used. */
	private static final String RATES = "rates";

	@Override
	public QueueRules rules(String queue) {
		List<Object> answer = this.redis.answers(1, Script.RULES, this.redis.keys(queue), List.of(), List.of());
		return QueueRules.read(RedisText.string(answer.get(0)));
	}

	@Override
	public boolean replace(String queue, long expected, QueueRules next) {
		QueueKeys keys = this.redis.keys(queue);
		List<Object> arguments = new ArrayList<>(List.of(expected, next.version(), next.write(), gate(next),
				(next.order() == QueueRules.Order.FAIR) ? RedisText.orEmpty(next.fairBy()) : "",
				RedisText.orEmpty(next.maxSize()), (next.order() == QueueRules.Order.LIFO) ? "1" : ""));
		next.bounds().forEach((name, bound) -> {
			arguments.add(name);
			arguments.add(text(bound.effective()));
		});
		if (this.redis.count(Script.GOVERN, keys, List.of(), arguments) == 0) {
			return false;
		}
		this.redis.noteAgain(queue);
		relieve(keys);
		return true;
	}

	/** If this is not completed, maintenance does it. */
	private void relieve(QueueKeys queue) {
		String cursor = "";
		do {
			List<Object> answer = this.redis.answers(1, Script.RELIEVE, queue, List.of(), List.of(cursor));
			cursor = RedisText.string(answer.get(0));
		}
		while (!cursor.isEmpty());
	}

	private static String gate(QueueRules rules) {
		String bounds = rules.bounds().isEmpty() ? "" : "B";
		String queue = rules.bounds().containsKey(LimitName.QUEUE) ? "Q" : "";
		return bounds + queue + ((rules.order() == QueueRules.Order.FAIR) ? "F" : "");
	}

	private static String text(Limit limit) {
		StartRate rate = (limit.rate() != null) ? StartRate.of(limit.rate()) : null;
		return RedisText.orEmpty(limit.maxRunning()) + "|"
				+ ((rate != null) ? rate.interval() + "|" + rate.burst() : "|");
	}

	@Override
	public void holdBack(String queue, String name, Duration time) {
		this.redis.answers(1, Script.HOLD, this.redis.keys(queue), List.of(), List.of(name, time.toMillis()));
		this.redis.noteAgain(queue);
	}

	@Override
	public List<LimitUse> uses(String queue, Collection<String> names) {
		List<Object> arguments = new ArrayList<>();
		arguments.add(MOST_USES);
		arguments.addAll(names);
		List<Object> answer = this.redis.answer((size) -> size % WIDTH == 0, Script.USES, this.redis.keys(queue),
				List.of(), arguments);
		List<LimitUse> uses = new ArrayList<>();
		for (int i = 0; i < answer.size(); i += WIDTH) {
			uses.add(new LimitUse(RedisText.string(answer.get(i)), (int) RedisText.number(answer.get(i + 1)),
					Duration.ofMillis(RedisText.number(answer.get(i + 2)))));
		}
		return uses;
	}

	@Override
	public Map<String, Long> held(String queue) {
		List<Object> answer = this.redis.answer((size) -> size % 2 == 0, Script.HELD, this.redis.keys(queue), List.of(),
				List.of(MOST_USES));
		Map<String, Long> held = new TreeMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			held.put(RedisText.string(answer.get(i)), RedisText.number(answer.get(i + 1)));
		}
		return held;
	}

	@Override
	public List<String> limitsOf(String queue, JobId id) {
		List<Object> answer = this.redis.answers(1, Script.LANE, this.redis.keys(queue), List.of(), List.of(id));
		return JobTraits.read(RedisText.string(answer.get(0))).limits();
	}

	@Override
	public RateLimitResult acquire(String key, int limit, Duration per, int permits) {
		QueueKeys keys = this.redis.keys(RATES);
		List<Object> answer = this.redis.answers(WIDTH, Script.ACQUIRE, keys, List.of(this.redis.shared().rate(key)),
				List.of(limit, per.toMillis(), permits));
		boolean granted = RedisText.number(answer.get(0)) > 0;
		return new RateLimitResult(granted, (int) RedisText.number(answer.get(1)),
				Duration.ofMillis(RedisText.number(answer.get(2))));
	}

}
