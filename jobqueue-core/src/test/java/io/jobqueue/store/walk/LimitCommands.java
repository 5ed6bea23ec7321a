package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.jobqueue.Limit;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

/**
 * The commands on rules and limits.
 */
record LimitCommands(StoreBackend store, Oracle oracle) {

	private static final int LARGEST = 25;

	/** Over before the next command, but long enough to be seen within this one. */
	private static final Duration HELD_SHORTLY = Duration.ofMillis(20);

	/** Replace the rules of a queue, sometimes by an old version. */
	void change(Turn turn) {
		String queue = turn.draw.queue();
		QueueRules before = this.oracle.limits.rules(queue);
		long expected = before.version() - (turn.draw.one(10) ? 1 : 0);
		QueueRules next = next(turn.draw, before).withVersion(expected + 1);
		turn.describe(queue, expected, next);
		do {
			replace(turn, queue, expected, next);
		}
		while (turn.replyIsLost());
	}

	/** Replace the rules of a queue by the next ones. */
	void replace(Turn turn, String queue, QueueRules next) {
		long expected = this.oracle.limits.rules(queue).version();
		turn.describe(queue, next);
		replace(turn, queue, expected, next.withVersion(expected + 1));
	}

	private void replace(Turn turn, String queue, long expected, QueueRules next) {
		QueueRulesStore rules = this.store.part(QueueRulesStore.class);
		turn.equal(rules.replace(queue, expected, next), this.oracle.limits.replace(queue, expected, next));
		turn.equal(rules.rules(queue), this.oracle.limits.rules(queue));
	}

	/** Lift the bounds of a queue. */
	void lift(Turn turn, String queue) {
		QueueRules before = this.oracle.limits.rules(queue);
		if (before.version() > 0) {
			replace(turn, queue, before.version(), new QueueRules(before.version() + 1, QueueRules.Order.FIFO, null,
					null, new TreeMap<>(), before.others()));
		}
	}

	private static QueueRules next(Draw draw, QueueRules before) {
		return switch (draw.from(0, 11)) {
			case 0 -> before.withMaxSize(draw.one(3) ? null : draw.from(1, LARGEST));
			case 1 -> before.withOrder(QueueRules.Order.FAIR, "tenant");
			case 2 -> before.withOrder(QueueRules.Order.FIFO, null);
			case 3 -> before.bounds().isEmpty() || draw.one(2) ? newestFirst(before) : before;
			case 4 -> before.withConfiguredLimits("app-" + draw.from(1, 2), limits(draw));
			case 5 -> before.withTaskLimits("greet",
					draw.one(2) ? Map.of() : Map.of(LimitName.ofTask("greet"), draw.limit()));
			default -> bounded(draw, before);
		};
	}

	/** Without bounds, which the order does not allow. */
	private static QueueRules newestFirst(QueueRules before) {
		return new QueueRules(before.version(), QueueRules.Order.LIFO, null, before.maxSize(), new TreeMap<>(),
				before.others());
	}

	private static QueueRules bounded(Draw draw, QueueRules before) {
		return ordered(before).withOperatorLimit(draw.bounded(), draw.one(3) ? null : draw.limit());
	}

	/** With an order that allows bounds. */
	static QueueRules ordered(QueueRules before) {
		return (before.order() != QueueRules.Order.LIFO) ? before : before.withOrder(QueueRules.Order.FIFO, null);
	}

	private static Map<String, Limit> limits(Draw draw) {
		Map<String, Limit> limits = new TreeMap<>();
		for (int i = draw.from(0, 2); i > 0; i--) {
			limits.put(draw.bounded(), draw.limit());
		}
		return limits;
	}

	/** Let no job of a limit start, for a short time or for ever. */
	void holdBack(Turn turn) {
		if (this.oracle.queues.isEmpty()) {
			return;
		}
		String queue = turn.draw.of(List.copyOf(this.oracle.queues.keySet()));
		boolean shortly = !turn.draw.one(3);
		String name = shortly ? turn.draw.bounded() : turn.draw.of(Draw.HELD);
		Duration time = shortly ? HELD_SHORTLY : WalkTime.FAR;
		turn.describe(queue, name, time);
		turn.lasts(time);
		do {
			Instant before = this.store.queries().now();
			this.store.part(LimitStore.class).holdBack(queue, name, time);
			requireHeld(queue, name, before.plus(time));
		}
		while (turn.replyIsLost());
		if (!shortly) {
			this.oracle.limits.holdBack(queue, name);
		}
	}

	/** Unless the time is over already. */
	private void requireHeld(String queue, String name, Instant until) {
		Duration delay = this.store.part(LimitStore.class).uses(queue, List.of(name)).get(0).delay();
		boolean over = !this.store.queries().now().isBefore(until);
		Oracle.require(over || !delay.isZero(), "'%s' of '%s' is not held back", name, queue);
	}

	/** Compare what is shown of limits, and of the limits of some jobs. */
	void compare(Turn turn, String queue) {
		LimitStore limits = this.store.part(LimitStore.class);
		TreeSet<String> running = new TreeSet<>();
		List<OracleJob> held = this.oracle.jobs((job) -> job.isIn(queue, Place.HELD));
		held.forEach((job) -> running.addAll(job.limits()));
		turn.equal(new TreeSet<>(limits.uses(queue, List.of()).stream().map(LimitUse::name).toList()), running);
		List<String> names = new ArrayList<>(running);
		names.add(turn.draw.bounded());
		List<LimitUse> uses = limits.uses(queue, names);
		turn.equal(new TreeSet<>(uses.stream().map(LimitUse::name).toList()), new TreeSet<>(names));
		for (LimitUse use : uses) {
			turn.equal(use.running(), this.oracle.limits.running(queue, use.name()));
			Oracle.require(use.delay().isZero() != this.oracle.limits.isHeldByTime(queue, use.name()),
					"The delay of '%s' is %s", use.name(), use.delay());
		}
		for (OracleJob job : turn.draw.some(this.oracle.jobs.values(), 3)) {
			turn.equal(limits.limitsOf(queue, job.id()), job.state.queue().equals(queue) ? job.limits() : List.of());
		}
		turn.equal(this.store.part(QueueRulesStore.class).rules(queue), this.oracle.limits.rules(queue));
	}

}
