package io.jobqueue.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of the limits of each queue, read behind each sample of queues. All values of a
 * limit key share one gauge, so that their number does not grow with that of tenants. A
 * queue with limits costs three or four calls, however many values have running jobs. One
 * without limits costs a call a minute, in case it gets some.
 */
public final class LimitMetrics implements MeterBinder {

	/** The tag of the limit of a queue as a whole, whose name is empty. */
	static final String QUEUE = "(queue)";

	private static final int MOST_LIMITS = 50;

	private static final Duration UNLIMITED = Duration.ofMinutes(1);

	private final StoreBackend store;

	private final QueueSampler sampler;

	/** When queues without limits were read, by the time of the JVM. */
	private final Map<String, Long> unlimited = new HashMap<>();

	private final Map<Key, List<Meter>> bound = new HashMap<>();

	private volatile Map<Key, Use> uses = Map.of();

	/**
	 * Create a binder.
	 * @param store has the limits; without that part there are no gauges
	 * @param sampler decides when to read, and of which queues
	 */
	public LimitMetrics(StoreBackend store, QueueSampler sampler) {
		this.store = store;
		this.sampler = sampler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		try {
			LimitStore limits = this.store.part(LimitStore.class);
			QueueRulesStore rules = this.store.part(QueueRulesStore.class);
			this.sampler.onSample((queues) -> update(registry, read(rules, limits, queues)));
		}
		catch (UnsupportedStorePartException ex) {
			// The store of the application applies no limits.
		}
	}

	private Map<Key, Use> read(QueueRulesStore store, LimitStore limits, Set<String> queues) {
		Map<Key, Use> read = new HashMap<>();
		this.unlimited.keySet().retainAll(queues);
		for (String queue : queues) {
			Long since = this.unlimited.get(queue);
			if (since == null || System.nanoTime() - since >= UNLIMITED.toNanos()) {
				QueueRules rules = store.rules(queue);
				if (rules.bounds().isEmpty()) {
					this.unlimited.put(queue, System.nanoTime());
				}
				else {
					this.unlimited.remove(queue);
					uses(queue, rules, limits).forEach((limit, use) -> read.put(new Key(queue, limit), use));
				}
			}
		}
		return read;
	}

	private static Map<String, Use> uses(String queue, QueueRules rules, LimitStore limits) {
		Map<String, LimitUse> all = new TreeMap<>();
		limits.uses(queue, List.of()).forEach((use) -> all.put(use.name(), use));
		Map<String, Long> held = limits.held(queue);
		List<String> others = Stream.concat(rules.bounds().keySet().stream(), held.keySet().stream())
			.distinct()
			.filter((name) -> !all.containsKey(name))
			.toList();
		if (!others.isEmpty()) {
			limits.uses(queue, others).forEach((use) -> all.put(use.name(), use));
		}
		Map<String, Use> uses = new TreeMap<>();
		for (LimitUse use : all.values()) {
			String limit = LimitName.classOf(use.name());
			Limit own = rules.limit(use.name());
			Integer max = own.maxRunning();
			// What runs under no bound, such as the queue as a whole, is not shown.
			if (own.equals(Limit.NONE) || (uses.size() >= MOST_LIMITS && !uses.containsKey(limit))) {
				continue;
			}
			uses.merge(
					limit, new Use(use.running(), (max != null && use.running() >= max) ? 1 : 0,
							use.delay().isZero() ? 0 : 1, held.getOrDefault(use.name(), 0L), rules.limit(limit)),
					Use::plus);
		}
		return uses;
	}

	private void update(MeterRegistry registry, Map<Key, Use> read) {
		this.uses = Map.copyOf(read);
		this.bound.entrySet().removeIf((entry) -> {
			boolean gone = !read.containsKey(entry.getKey());
			if (gone) {
				entry.getValue().forEach(registry::remove);
			}
			return gone;
		});
		read.keySet().forEach((key) -> this.bound.computeIfAbsent(key, (absent) -> bind(registry, key)));
	}

	private List<Meter> bind(MeterRegistry registry, Key key) {
		List<Meter> gauges = new ArrayList<>();
		gauges.add(gauge("jobqueue.limit.running", key, Use::running)
			.description("Jobs under a limit that run on all workers; of a limit key, those of all its values")
			.register(registry));
		gauges.add(gauge("jobqueue.limit.max", key, Use::max)
			.description("Jobs under a limit that may run at once; of a limit key, those of each value")
			.register(registry));
		gauges.add(gauge("jobqueue.limit.rate", key, Use::rate)
			.description("Jobs under a limit that may start per second; of a limit key, those of each value")
			.register(registry));
		gauges.add(gauge("jobqueue.limit.full", key, Use::full)
			.description("1 if as many jobs run as may; of a limit key, the number of values for which it is so")
			.register(registry));
		gauges.add(gauge("jobqueue.limit.delayed", key, Use::delayed)
			.description("1 if a rate or an operator delays the next start; of a limit key, the number of values")
			.register(registry));
		if (!key.limit().equals(LimitName.QUEUE)) {
			gauges.add(gauge("jobqueue.limit.held", key, Use::held)
				.description("Jobs that wait because the limit has no room; of a limit key, those of all its values")
				.register(registry));
		}
		return gauges;
	}

	private Gauge.Builder<LimitMetrics> gauge(String name, Key key, ToDoubleFunction<Use> value) {
		return Gauge.builder(name, this, (self) -> {
			// Read by a scrape: the next sample is wanted.
			self.sampler.sample();
			Use use = self.uses.get(key);
			return (use != null) ? value.applyAsDouble(use) : Double.NaN;
		}).tag("queue", key.queue()).tag("limit", key.limit().isEmpty() ? QUEUE : key.limit());
	}

	/** A limit, or the class of the values of a limit key. */
	private record Key(String queue, String limit) {
	}

	/** The use of a limit, or of all values of a limit key. */
	private record Use(int running, int full, int delayed, long held, Limit limit) {

		Use plus(Use other) {
			return new Use(this.running + other.running, this.full + other.full, this.delayed + other.delayed,
					this.held + other.held, this.limit);
		}

		double max() {
			Integer max = this.limit.maxRunning();
			return (max != null) ? max : Double.NaN;
		}

		double rate() {
			Rate rate = this.limit.rate();
			return (rate != null) ? rate.count() * 1000.0 / rate.per().toMillis() : Double.NaN;
		}

	}

}
