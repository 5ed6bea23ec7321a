package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.Limit;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.StartRate;

import org.jspecify.annotations.Nullable;

/**
 * Applies the limits of a queue. It counts running jobs and looks at all jobs that are
 * ready, which is acceptable for a store for tests.
 */
final class MemoryGate {

	private static final String WITHOUT_KEY = "";

	private static final Comparator<MemoryJob> NEWEST_FIRST = Comparator
		.comparing((MemoryJob job) -> !job.state.first())
		.thenComparing((job) -> job.state.first() ? 0 : -job.data.priority())
		.thenComparing((one, other) -> one.state.first() ? MemoryJob.CLAIM_ORDER.compare(one, other)
				: MemoryJob.CLAIM_ORDER.compare(other, one));

	private final MemoryQueue queue;

	/** The time up to which a rate is used, in microseconds. */
	private final Map<String, Long> used = new HashMap<>();

	private final Map<String, Instant> heldUntil = new HashMap<>();

	/** When a value of the fair key was served last, as a number that grows. */
	private final Map<String, Long> turns = new HashMap<>();

	private long turn;

	private boolean limited;

	/** The worker that claims again when a rate allows the next start. */
	private @Nullable Alarm alarm;

	MemoryGate(MemoryQueue queue) {
		this.queue = queue;
	}

	/** Return whether claims of the queue must ask. */
	boolean isActive() {
		return this.limited || this.queue.rules.isGated() || !this.heldUntil.isEmpty();
	}

	/** Record that the queue has a job with limits. */
	void limited() {
		this.limited = true;
	}

	private static List<String> limits(MemoryJob job) {
		return job.traits.limits();
	}

	/** Return the first job that may start, {@code null} for none. */
	@Nullable MemoryJob next(Instant now) {
		if (!isActive()) {
			return first();
		}
		Map<String, Integer> running = running();
		if (!isFree(LimitName.QUEUE, running, now)) {
			return null;
		}
		return order().filter((job) -> limits(job).stream().allMatch((name) -> isFree(name, running, now)))
			.findFirst()
			.orElse(null);
	}

	private @Nullable MemoryJob first() {
		NavigableSet<MemoryJob> ready = this.queue.ready;
		if (ready.isEmpty() || ready.first().state.first() || this.queue.rules.order() != QueueRules.Order.LIFO) {
			return ready.isEmpty() ? null : ready.first();
		}
		int priority = ready.first().data.priority();
		return (ready.last().data.priority() == priority) ? ready.last()
				: ready.stream()
					.takeWhile((job) -> job.data.priority() == priority)
					.reduce((one, newer) -> newer)
					.orElse(null);
	}

	private Stream<MemoryJob> order() {
		return switch (this.queue.rules.order()) {
			case FIFO -> this.queue.ready.stream();
			case LIFO -> this.queue.ready.stream().sorted(NEWEST_FIRST);
			case FAIR -> fairOrder();
		};
	}

	private Stream<MemoryJob> fairOrder() {
		this.turns.keySet().retainAll(this.queue.ready.stream().map(this::group).collect(Collectors.toSet()));
		// A value that was absent has its turn now: it gains and loses nothing.
		return this.queue.ready.stream()
			.sorted(Comparator.comparing((MemoryJob job) -> !job.state.first())
				.thenComparing((job) -> -job.data.priority())
				.thenComparing((job) -> this.turns.computeIfAbsent(group(job), (key) -> this.turn)));
	}

	private String group(MemoryJob job) {
		String start = LimitName.ofValue(String.valueOf(this.queue.rules.fairBy()), "");
		return limits(job).stream().filter((name) -> name.startsWith(start)).findFirst().orElse(WITHOUT_KEY);
	}

	/** Record that a job starts. */
	void start(MemoryJob job, Instant now) {
		if (!isActive()) {
			return;
		}
		long micros = StartRate.micros(now);
		Stream.concat(Stream.of(LimitName.QUEUE), limits(job).stream()).forEach((name) -> {
			Limit limit = this.queue.rules.limit(name);
			if (limit.rate() != null) {
				StartRate rate = StartRate.of(limit.rate());
				this.used.put(name, rate.afterStart(used(name, rate, micros), micros));
			}
		});
		if (this.queue.rules.order() == QueueRules.Order.FAIR) {
			this.turns.put(group(job), ++this.turn);
		}
	}

	private boolean isFree(String name, Map<String, Integer> running, Instant now) {
		Limit limit = this.queue.rules.limit(name);
		return (limit.maxRunning() == null || running.getOrDefault(name, 0) < limit.maxRunning())
				&& nextStart(name, now) == null;
	}

	/** Return the number of jobs that workers hold, by limit. */
	Map<String, Integer> running() {
		Map<String, Integer> running = new HashMap<>();
		this.queue.leases.values()
			.stream()
			.flatMap((lease) -> lease.running.stream())
			.flatMap((job) -> Stream.concat(Stream.of(LimitName.QUEUE), limits(job).stream()))
			.forEach((name) -> running.merge(name, 1, Integer::sum));
		return running;
	}

	/** Return the number of ready jobs for which a limit has no room, by limit. */
	Map<String, Long> held(Instant now) {
		Map<String, Integer> running = running();
		return this.queue.ready.stream()
			.flatMap((job) -> limits(job).stream().filter((name) -> !isFree(name, running, now)).limit(1))
			.collect(Collectors.groupingBy((name) -> name, Collectors.counting()));
	}

	/** Return when a rate or a hold allows the next start, {@code null} for now. */
	@Nullable Instant nextStart(String name, Instant now) {
		Limit limit = this.queue.rules.limit(name);
		Instant next = now;
		if (limit.rate() != null) {
			StartRate rate = StartRate.of(limit.rate());
			long micros = StartRate.micros(now);
			long allowed = rate.allowedAt(used(name, rate, micros));
			next = later(next, now.plusNanos(1000 * Math.max(0, allowed - micros)));
		}
		next = later(next, this.heldUntil.getOrDefault(name, now));
		next = later(next, this.heldUntil.getOrDefault(LimitName.classOf(name), now));
		return next.isAfter(now) ? next : null;
	}

	private long used(String name, StartRate rate, long now) {
		return rate.used(this.used.getOrDefault(name, 0L), now);
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	void holdBack(String name, Instant until) {
		this.heldUntil.merge(name, until, MemoryGate::later);
	}

	/**
	 * Return when a rate or a hold allows the next start. Only one idle worker is to
	 * claim at that time.
	 * @return {@code null} if that is not known, or if another worker claims then
	 */
	@Nullable Instant alarm(String worker, Instant now) {
		Instant next = nextStart(now);
		if (next == null) {
			left(worker);
			return null;
		}
		if (isExpected(next, now, worker)) {
			return null;
		}
		this.alarm = new Alarm(worker, next);
		return next;
	}

	/**
	 * Record that a worker has no room for more jobs, so it may not claim in time.
	 * @return whether another worker is to claim at the time of the next start
	 */
	boolean filled(String worker, Instant now) {
		left(worker);
		Instant next = nextStart(now);
		return next != null && !isExpected(next, now, worker);
	}

	/**
	 * Return whether a rate or a hold allows the next start at a time at which no worker
	 * claims, as after the end of a job that kept others from starting until now.
	 */
	boolean isUnexpected(Instant now) {
		Instant next = isActive() ? nextStart(now) : null;
		return next != null && !isExpected(next, now, "");
	}

	/** Return whether another worker claims at a time. */
	private boolean isExpected(Instant next, Instant now, String worker) {
		return this.alarm != null && !this.alarm.worker.equals(worker) && this.alarm.time.isAfter(now)
				&& !this.alarm.time.isAfter(next.plusMillis(1));
	}

	private @Nullable Instant nextStart(Instant now) {
		this.heldUntil.values().removeIf((until) -> !until.isAfter(now));
		this.used.values().removeIf((until) -> until <= StartRate.micros(now));
		Instant queueNext = nextStart(LimitName.QUEUE, now);
		return (queueNext != null) ? (this.queue.ready.isEmpty() ? null : queueNext) : lanesNext(now);
	}

	/**
	 * Record that a worker does not claim any more.
	 * @return whether another worker is to claim instead
	 */
	boolean left(String worker) {
		boolean expected = this.alarm != null && this.alarm.worker.equals(worker);
		if (expected) {
			this.alarm = null;
		}
		return expected;
	}

	private @Nullable Instant lanesNext(Instant now) {
		Map<String, Integer> running = running();
		return this.queue.ready.stream()
			.flatMap((job) -> Stream.ofNullable(next(job, running, now)))
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/** Return when the time alone lets a job start, {@code null} for never. */
	private @Nullable Instant next(MemoryJob job, Map<String, Integer> running, Instant now) {
		Instant next = now;
		for (String name : limits(job)) {
			Integer max = this.queue.rules.limit(name).maxRunning();
			if (max != null && running.getOrDefault(name, 0) >= max) {
				return null;
			}
			Instant allowed = nextStart(name, now);
			next = (allowed != null) ? later(next, allowed) : next;
		}
		return next.isAfter(now) ? next : null;
	}

	private record Alarm(String worker, Instant time) {
	}

}
