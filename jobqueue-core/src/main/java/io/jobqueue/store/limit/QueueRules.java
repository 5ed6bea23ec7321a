package io.jobqueue.store.limit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Limit;
import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * The rules of a queue. A change has the next version. Whether the queue is paused is not
 * among them: a pause has steps of its own, which must not fail for another change.
 *
 * @param version 0 for a queue without rules, else 1 or more
 * @param order the order in which jobs of the same priority start
 * @param fairBy the limit key whose values take turns, {@code null} unless the order is
 * {@link Order#FAIR}
 * @param maxSize the maximum number of jobs that wait, {@code null} for no bound
 * @param bounds the bounds by the name of their limit, see {@link LimitName}
 * @param others fields that only another release knows
 */
public record QueueRules(long version, Order order, @Nullable String fairBy, @Nullable Integer maxSize,
		NavigableMap<String, Bound> bounds, StoredFields others) {

	/** The rules of a queue without any. */
	public static final QueueRules NONE = new QueueRules(0, Order.FIFO, null, null, new TreeMap<>(), StoredFields.NONE);

	public QueueRules {
		bounds = Collections.unmodifiableNavigableMap(new TreeMap<>(bounds));
	}

	/** The origin of bounds that tasks declare. No application has this name. */
	private static final String TASK = "@JobTask";

	/** The order in which jobs of the same priority start. */
	public enum Order {

		/** The job that has been due for the longest time is first. */
		FIFO,

		/** The job that has become due last is first. */
		LIFO,

		/** The values of a limit key take turns. */
		FAIR

	}

	/**
	 * Read rules.
	 * @param text what {@link #write()} has written, empty for no rules
	 */
	public static QueueRules read(String text) {
		QueueRules rules = NONE;
		long version = 0;
		NavigableMap<String, Bound> bounds = new TreeMap<>();
		List<StoredFields.Field> others = new ArrayList<>(0);
		for (StoredFields.Field field : StoredFields.read(text).fields()) {
			String value = field.value();
			switch (field.tag()) {
				case "v" -> version = Long.parseLong(value);
				case "o" -> rules = rules.withOrder(Order.valueOf(value.toUpperCase(Locale.ROOT)), rules.fairBy);
				case "f" -> rules = rules.withOrder(rules.order, value);
				case "s" -> rules = rules.withMaxSize(Integer.valueOf(value));
				case "b" -> bounds.put(Bound.name(value), Bound.read(value));
				default -> others.add(field);
			}
		}
		return new QueueRules(version, rules.order, rules.fairBy, rules.maxSize, bounds,
				others.isEmpty() ? StoredFields.NONE : new StoredFields(others));
	}

	/** Return the form in which stores keep the rules. */
	public String write() {
		if (this.version == 0) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, "v", this.version);
		StoredFields.append(text, "o", (this.order != Order.FIFO) ? this.order.name().toLowerCase(Locale.ROOT) : null);
		StoredFields.append(text, "f", this.fairBy);
		StoredFields.append(text, "s", this.maxSize);
		this.bounds.forEach((name, bound) -> StoredFields.append(text, "b", bound.write(name)));
		this.others.writeTo(text);
		return text.toString();
	}

	/** Return whether a store applies any of these rules in claims. */
	public boolean isGated() {
		return this.order == Order.FAIR || !this.bounds.isEmpty();
	}

	/** Return the bound that applies to a limit: its own, else that of its class. */
	public Limit limit(String name) {
		Bound own = this.bounds.get(name);
		if (own == null) {
			own = this.bounds.get(LimitName.classOf(name));
		}
		return (own != null) ? own.effective() : Limit.NONE;
	}

	/** Return whether a limit has a bound: its own, or that of its class. */
	public boolean hasBound(String name) {
		return this.bounds.containsKey(name) || this.bounds.containsKey(LimitName.classOf(name));
	}

	/**
	 * Check that the rules do not contradict each other.
	 * @throws InvalidJobException if they do
	 */
	void requireConsistent(String queue) {
		if (this.order == Order.LIFO && !this.bounds.isEmpty()) {
			throw new InvalidJobException(
					("Queue '%s' cannot have the order 'lifo' and limits, which are for %s: remove "
							+ "the limits, or set 'jobqueue.queues.%s.order' to 'fifo'")
						.formatted(queue, this.bounds.keySet().stream().map((name) -> "'" + name + "'").toList(),
								queue));
		}
	}

	/** Return whether other rules differ in more than the version. */
	public boolean isSame(QueueRules other) {
		return withVersion(other.version).equals(other);
	}

	/** Return a copy with another version. */
	public QueueRules withVersion(long version) {
		return new QueueRules(version, this.order, this.fairBy, this.maxSize, this.bounds, this.others);
	}

	/** Return a copy with another order. */
	public QueueRules withOrder(Order order, @Nullable String fairBy) {
		return new QueueRules(this.version, order, fairBy, this.maxSize, this.bounds, this.others);
	}

	/** Return a copy with another maximum size. */
	public QueueRules withMaxSize(@Nullable Integer maxSize) {
		return new QueueRules(this.version, this.order, this.fairBy, maxSize, this.bounds, this.others);
	}

	/** Return a copy with a bound of an operator, {@code null} to remove it. */
	public QueueRules withOperatorLimit(String name, @Nullable Limit limit) {
		return withBound(name, this.bounds.getOrDefault(name, Bound.NONE).withOperator(limit));
	}

	/**
	 * Return a copy with the bounds of an application. Bounds that the same application
	 * has configured before, and does not configure any more, are removed.
	 */
	public QueueRules withConfiguredLimits(String application, Map<String, Limit> limits) {
		return withLimits(application, (name) -> true, limits);
	}

	/**
	 * Return a copy with the bounds that a task declares. Bounds that it has declared
	 * before, and does not declare any more, are removed.
	 */
	public QueueRules withTaskLimits(String task, Map<String, Limit> limits) {
		String own = LimitName.ofTask(task);
		return withLimits(TASK, (name) -> name.equals(own) || name.startsWith(own + ":"), limits);
	}

	private QueueRules withLimits(String origin, Predicate<String> names, Map<String, Limit> limits) {
		QueueRules rules = this;
		for (Map.Entry<String, Bound> each : this.bounds.entrySet()) {
			if (origin.equals(each.getValue().origin()) && names.test(each.getKey())
					&& !limits.containsKey(each.getKey())) {
				rules = rules.withBound(each.getKey(), each.getValue().withConfigured(null, null));
			}
		}
		for (Map.Entry<String, Limit> each : limits.entrySet()) {
			Bound before = rules.bounds.getOrDefault(each.getKey(), Bound.NONE);
			if (!each.getValue().equals(before.configured())) {
				rules = rules.withBound(each.getKey(), before.withConfigured(each.getValue(), origin));
			}
		}
		return rules;
	}

	private QueueRules withBound(String name, Bound bound) {
		NavigableMap<String, Bound> next = new TreeMap<>(this.bounds);
		if (bound.isEmpty()) {
			next.remove(name);
		}
		else {
			next.put(name, bound);
		}
		return new QueueRules(this.version, this.order, this.fairBy, this.maxSize, next, this.others);
	}

}
