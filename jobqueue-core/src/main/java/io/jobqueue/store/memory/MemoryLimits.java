package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.RateLimitResult;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.store.limit.RateWindow;

/** The rules and limits of queues. */
record MemoryLimits(MemoryStore store) implements QueueRulesStore, LimitStore, RateStore {

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

	@Override
	public void holdBack(String queue, String name, Duration time) {
		try (MemoryStep step = this.store.begin()) {
			step.store.queue(queue).gate.holdBack(name, step.now.plus(time));
		}
	}

	@Override
	public List<LimitUse> uses(String queue, Collection<String> names) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = step.store.queues.getOrDefault(queue, new MemoryQueue(queue));
			Map<String, Integer> running = known.gate.running();
			Instant now = step.now;
			return (names.isEmpty() ? running.keySet() : names).stream()
				.filter((name) -> !names.isEmpty() || !name.equals(LimitName.QUEUE))
				.sorted()
				.limit(MOST_USES)
				.map((name) -> new LimitUse(name, running.getOrDefault(name, 0), delay(known, name, now)))
				.toList();
		}
	}

	@Override
	public Map<String, Long> held(String queue) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = step.store.queues.get(queue);
			return (known != null) ? known.gate.held(step.now) : Map.of();
		}
	}

	@Override
	public List<String> limitsOf(String queue, JobId id) {
		try (MemoryStep step = this.store.begin()) {
			MemoryJob job = step.store.jobs.get(id);
			return (job != null && job.state.queue().equals(queue)) ? job.traits.limits() : List.of();
		}
	}

	@Override
	public RateLimitResult acquire(String key, int limit, Duration per, int permits) {
		try (MemoryStep step = this.store.begin()) {
			return step.store.rates.computeIfAbsent(key, (name) -> new RateWindow())
				.acquire(limit, per, permits, step.now.toEpochMilli());
		}
	}

	private static Duration delay(MemoryQueue queue, String name, Instant now) {
		Instant next = queue.gate.nextStart(name, now);
		return (next != null) ? Duration.between(now, next) : Duration.ZERO;
	}

}
