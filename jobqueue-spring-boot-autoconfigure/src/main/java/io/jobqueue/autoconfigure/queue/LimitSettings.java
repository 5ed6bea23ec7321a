package io.jobqueue.autoconfigure.queue;

import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Limit;
import io.jobqueue.LimitKeys;
import io.jobqueue.Rate;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.QueueProperties.KeyLimit;
import io.jobqueue.autoconfigure.properties.QueueProperties.Order;
import io.jobqueue.autoconfigure.properties.QueueProperties;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/** Converts the limits and the order of a queue. */
final class LimitSettings {

	private LimitSettings() {
	}

	static Map<String, Limit> limits(String name, QueueProperties queue) {
		String prefix = "jobqueue.queues." + name;
		Map<String, Limit> limits = new TreeMap<>();
		Limit own = limit(prefix, queue.maxRunning(), queue.rateLimit());
		if (!own.equals(Limit.NONE)) {
			limits.put(LimitName.QUEUE, own);
		}
		queue.limits().forEach((key, value) -> limits.put(key(prefix, key), limit(prefix + ".limits." + key, value)));
		return limits;
	}

	private static String key(String prefix, String key) {
		try {
			return LimitKeys.requireName(key);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(prefix + ".limits." + key, key,
					"must be named by 1 to 100 letters, digits, '.', '_' and '-'");
		}
	}

	private static Limit limit(String prefix, KeyLimit key) {
		return limit(prefix, key.maxRunning(), key.rateLimit());
	}

	private static Limit limit(String prefix, @Nullable Integer maxRunning, @Nullable String rate) {
		if (maxRunning != null && (maxRunning < 0 || maxRunning > Limit.MOST_RUNNING)) {
			throw PropertyChecks.invalid(prefix + ".max-running", maxRunning,
					"must be from 0 to " + Limit.MOST_RUNNING);
		}
		try {
			return new Limit(maxRunning, (rate != null) ? Rate.of(rate) : null);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(prefix + ".rate-limit", rate,
					"must be a number and a period of at most 1d, such as '10/1s' or '100/1m'");
		}
	}

	private static void requireFairBy(String prefix, String key) {
		try {
			LimitKeys.requireName(key);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(prefix + ".fair-by", key,
					"must consist of 1 to 100 letters, digits, '.', '_' and '-'");
		}
	}

	static QueueRules.@Nullable Order order(String name, QueueProperties queue) {
		String prefix = "jobqueue.queues." + name;
		boolean fair = queue.order() == Order.FAIR;
		if (fair && queue.fairBy() == null) {
			throw PropertyChecks.invalid(prefix + ".order", queue.order(), "needs a limit key whose values take turns",
					"Set '" + prefix + ".fair-by' too");
		}
		if (!fair && queue.fairBy() != null) {
			throw PropertyChecks.invalid(prefix + ".fair-by", queue.fairBy(),
					"has an effect only with the order 'fair'", "Set '" + prefix + ".order' to 'fair' too");
		}
		if (queue.order() == Order.LIFO && !limits(name, queue).isEmpty()) {
			throw PropertyChecks.invalid(prefix + ".order", queue.order(), "cannot be combined with limits",
					"Remove 'max-running', 'rate-limit' and 'limits' of the queue, or set the order to 'fifo'");
		}
		if (queue.fairBy() != null) {
			requireFairBy(prefix, queue.fairBy());
		}
		return (queue.order() != null) ? QueueRules.Order.valueOf(queue.order().name()) : null;
	}

}
