package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.StartRate;

import org.jspecify.annotations.Nullable;

/**
 * Rules of queues, and which jobs they let start. Running jobs are counted among all jobs
 * each time.
 * <p>
 * The clock of a real server cannot be set. So an interval of a rate is longer than a
 * walk, or over before the next command.
 */
final class OracleLimits {

	/** Some starts are allowed at once, and no more in the whole walk. */
	static final List<Rate> SLOW = List.of(new Rate(10, Duration.ofDays(1)), new Rate(20, Duration.ofDays(1)),
			new Rate(30, Duration.ofDays(1)));

	/** At least two starts are allowed at once, and all before the next command. */
	static final Rate FAST = new Rate(4, WalkTime.SOON);

	private static final int FAST_BURST = 2;

	private final Oracle oracle;

	private final Map<String, QueueRules> rules = new HashMap<>();

	/** Up to when a slow rate is used, in microseconds since the begin. */
	private final Map<Name, Long> used = new HashMap<>();

	/** Held back for longer than the walk. */
	private final Set<Name> held = new HashSet<>();

	/** Queues with a limit that held a job back in the last claim. */
	private final Set<String> holding = new HashSet<>();

	/** The starts of the present step. */
	private final Map<String, Integer> starts = new HashMap<>();

	/** The last of the claimed jobs, by level and value of the fair key. */
	private final Map<List<Object>, Integer> turns = new HashMap<>();

	private boolean keepsTurns;

	/** Jobs that were ready in a fair queue when it got another order. */
	private final Set<JobId> afterFair = new HashSet<>();

	OracleLimits(Oracle oracle) {
		this.oracle = oracle;
	}

	QueueRules rules(String queue) {
		return this.rules.getOrDefault(queue, QueueRules.NONE);
	}

	boolean replace(String queue, long expected, QueueRules next) {
		this.oracle.queue(queue);
		if (rules(queue).version() != expected) {
			return false;
		}
		if (rules(queue).order() == QueueRules.Order.FAIR && next.order() != QueueRules.Order.FAIR) {
			this.oracle.ready(queue).forEach((job) -> this.afterFair.add(job.id()));
		}
		this.rules.put(queue, next);
		this.holding.add(queue);
		return true;
	}

	void holdBack(String queue, String name) {
		this.held.add(new Name(queue, name));
	}

	/** Note whether a claim left jobs to limits; returns whether the one before did. */
	boolean holdsBack(String queue, boolean holds) {
		return holds ? !this.holding.add(queue) : this.holding.remove(queue);
	}

	/** The queue is forgotten. */
	void forget(String queue) {
		this.held.removeIf((name) -> name.queue.equals(queue));
		this.used.keySet().removeIf((name) -> name.queue.equals(queue));
	}

	boolean hasHolds(String queue) {
		return this.held.stream().anyMatch((name) -> name.queue.equals(queue));
	}

	/** Whether a claim must say that limits apply. */
	boolean isGated(String queue) {
		return rules(queue).isGated() || hasHolds(queue);
	}

	boolean hasFastRate(String queue) {
		return rules(queue).bounds().keySet().stream().anyMatch((name) -> FAST.equals(rules(queue).limit(name).rate()));
	}

	boolean isFull(String queue) {
		Integer most = rules(queue).maxSize();
		return most != null && this.oracle.jobs((job) -> job.state.queue().equals(queue) && job.status().isWaiting())
			.size() >= most;
	}

	/** How many jobs of a limit workers hold. */
	int running(String queue, String name) {
		return this.oracle
			.jobs((job) -> job.isIn(queue, Place.HELD) && (name.equals(LimitName.QUEUE) || job.limits().contains(name)))
			.size();
	}

	/** Whether a job may keep the place that it has got in a fair queue. */
	boolean isAfterFair(OracleJob job) {
		return this.afterFair.contains(job.id());
	}

	/** Whether claims of one queue follow each other, and nothing else is done. */
	void keepTurns(boolean keeps) {
		this.turns.clear();
		this.keepsTurns = keeps;
	}

	/** Note whose turn it was. */
	@Nullable Integer turn(List<Object> value) {
		return this.turns.put(value, this.turns.values().stream().mapToInt((turn) -> turn).max().orElse(0) + 1);
	}

	/** Whether a value had its turn after another turn. */
	boolean hadTurn(List<Object> value, int after) {
		return this.turns.getOrDefault(value, 0) > after;
	}

	void beginClaim() {
		if (!this.keepsTurns) {
			this.turns.clear();
		}
	}

	void beginStep() {
		this.starts.clear();
	}

	/**
	 * Whether all limits of a job let it start.
	 * @param surely whether the present step must start it; a fast rate may do so
	 */
	boolean letsStart(OracleJob job, boolean surely) {
		return names(job).allMatch((name) -> letsStart(job.state.queue(), name, surely));
	}

	private boolean letsStart(String queue, String name, boolean surely) {
		Integer most = rules(queue).limit(name).maxRunning();
		int burst = this.used.containsKey(new Name(queue, name)) ? 1 : FAST_BURST;
		return (most == null || running(queue, name) < most) && !isHeldByTime(queue, name) && (!surely
				|| !FAST.equals(rules(queue).limit(name).rate()) || this.starts.getOrDefault(name, 0) < burst);
	}

	/** Whether a hold or a slow rate lets no job start in this walk. */
	boolean isHeldByTime(String queue, String name) {
		Rate rate = rules(queue).limit(name).rate();
		return this.held.contains(new Name(queue, name)) || this.held.contains(new Name(queue, LimitName.classOf(name)))
				|| (rate != null && StartRate.of(rate).allowedAt(used(new Name(queue, name), rate)) > 0);
	}

	/** A slower rate that was replaced does not count. */
	private long used(Name name, Rate rate) {
		return StartRate.of(rate).used(this.used.getOrDefault(name, 0L), 0);
	}

	/** A job starts; to be called before it does. */
	void start(OracleJob job) {
		this.afterFair.remove(job.id());
		names(job).forEach((name) -> {
			Limit limit = rules(job.state.queue()).limit(name);
			Name used = new Name(job.state.queue(), name);
			// After a slower rate, one start is allowed at once.
			boolean slowed = FAST.equals(limit.rate()) && this.used.remove(used) != null;
			this.starts.merge(name, slowed ? FAST_BURST : 1, Integer::sum);
			if (limit.rate() != null && !FAST.equals(limit.rate())) {
				this.used.put(used, used(used, limit.rate()) + StartRate.of(limit.rate()).interval());
			}
		});
	}

	private static Stream<String> names(OracleJob job) {
		return Stream.concat(Stream.of(LimitName.QUEUE), job.limits().stream().distinct());
	}

	/** The value of the fair key, empty for none. */
	String group(OracleJob job) {
		String start = LimitName.ofValue(String.valueOf(rules(job.state.queue()).fairBy()), "");
		return job.limits().stream().filter((name) -> name.startsWith(start)).findFirst().orElse("");
	}

	private record Name(String queue, String limit) {
	}

}
