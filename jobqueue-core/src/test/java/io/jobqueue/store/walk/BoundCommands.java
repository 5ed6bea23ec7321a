package io.jobqueue.store.walk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

import io.jobqueue.Limit;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRules;

/**
 * Commands that reach a bound within one step: the size of a queue, a limit, or a turn.
 * Steps that are drawn one by one seldom do so.
 */
record BoundCommands(Oracle oracle, Sends sends, LimitCommands limits) {

	private static final List<String> NAMES = List.of("tenant=a", "tenant=b", "task:greet");

	private static final List<String> GROUPS = List.of("tenant=a", "tenant=a", "tenant=a", "tenant=b", "tenant=b",
			"tenant=c");

	/** How many claims show whose turn it is. */
	private static final int CLAIMS = 6;

	/**
	 * Insert jobs into a queue that is about to be full, while some of its jobs are in
	 * line.
	 * @param jobs the jobs, by their queue
	 */
	void fill(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		List<ClaimedJob> inLine = this.sends.claim(turn, queue, worker, Sends.AT_ONCE, 0);
		int waiting = this.oracle.jobs((job) -> job.state.queue().equals(queue) && job.status().isWaiting()).size();
		QueueRules rules = this.oracle.limits.rules(queue);
		this.limits.replace(turn, queue, rules.withMaxSize(Math.max(1, waiting + turn.draw.from(-1, 4))));
		this.sends.insert(turn, Sends.several(queue, jobs), Admission.WITHIN_SIZE);
		this.sends.release(turn, queue, worker, inLine);
		if (turn.draw.one(2)) {
			this.limits.replace(turn, queue, this.oracle.limits.rules(queue).withMaxSize(null));
		}
	}

	/**
	 * Let many urgent jobs wait for a limit, and one of them start when another one has
	 * ended, or the next one if that is cancelled before.
	 * @param jobs the jobs, by their queue
	 */
	void crowd(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		String name = turn.draw.of(NAMES);
		this.limits.replace(turn, queue, LimitCommands.ordered(this.oracle.limits.rules(queue))
			.withOperatorLimit(name, Limit.ofMaxRunning(turn.draw.from(1, 3))));
		this.sends.insert(turn, Sends.several(queue, jobs).stream().map((job) -> urgent(turn, job, name)).toList(),
				Admission.ALWAYS);
		List<ClaimedJob> held = new ArrayList<>(claim(turn, queue, worker));
		for (int i = turn.draw.from(1, 3); i > 0 && !held.isEmpty(); i--) {
			this.sends.finish(turn, queue, worker, List.of(Outcome.success(held.remove(0), null)));
			if (turn.draw.one(2)) {
				withdrawFirst(turn, queue, name);
			}
			held.addAll(claim(turn, queue, worker));
		}
		this.sends.finish(turn, queue, worker, held.stream().map((job) -> Outcome.success(job, null)).toList());
	}

	private static NewJob urgent(Turn turn, NewJob job, String limit) {
		return Sends.urgent(job, turn.draw.one(2) ? List.of(limit) : List.of(limit, "tenant=c"));
	}

	/** The job that has the turn leaves. */
	private void withdrawFirst(Turn turn, String queue, String limit) {
		this.oracle.ready(queue)
			.stream()
			.filter((job) -> job.limits().contains(limit))
			.findFirst()
			.ifPresent(
					(job) -> this.sends.act(turn, turn.draw.of(List.of(JobAction.CANCEL, JobAction.DELETE)), job.id()));
	}

	/**
	 * Claim several times from a fair queue without bounds. Between two jobs of a value
	 * each other one has a turn, also if these are of different claims.
	 * @param jobs the jobs, by their queue
	 */
	void takeTurns(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		this.limits.replace(turn, queue, new QueueRules(0, QueueRules.Order.FAIR, "tenant", null, new TreeMap<>(),
				this.oracle.limits.rules(queue).others()));
		List<NewJob> inserted = new ArrayList<>();
		Sends.several(queue, jobs).forEach((job) -> inserted.add(Sends.urgent(job, List.of(turn.draw.of(GROUPS)))));
		Sends.several(queue, jobs).forEach((job) -> inserted.add(less(turn, job)));
		inserted.sort(Comparator.comparing((job) -> turn.draw.from(0, 1000)));
		this.sends.insert(turn, inserted, Admission.ALWAYS);
		List<ClaimedJob> held = new ArrayList<>(this.sends.claim(turn, queue, worker, 1, 1));
		this.oracle.limits.keepTurns(true);
		for (int i = 0; i < CLAIMS; i++) {
			int count = turn.draw.one(4) ? 4 : 1;
			held.addAll(this.sends.claim(turn, queue, worker, count, count));
		}
		this.oracle.limits.keepTurns(false);
		this.sends.finish(turn, queue, worker, held.stream().map((job) -> Outcome.success(job, null)).toList());
	}

	private static NewJob less(Turn turn, NewJob job) {
		NewJob urgent = Sends.urgent(job, List.of(turn.draw.of(GROUPS)));
		return urgent.withDetails(urgent.details().withPriority(turn.draw.from(1, 99)));
	}

	/** Let the jobs of a limit wait for it. */
	void block(Turn turn, String queue, String name) {
		String worker = turn.draw.worker().id();
		this.limits.replace(turn, queue,
				LimitCommands.ordered(this.oracle.limits.rules(queue)).withOperatorLimit(name, Limit.ofMaxRunning(0)));
		this.sends.release(turn, queue, worker, claim(turn, queue, worker));
	}

	private List<ClaimedJob> claim(Turn turn, String queue, String worker) {
		return this.sends.claim(turn, queue, worker, Sends.AT_ONCE, Sends.AT_ONCE);
	}

}
