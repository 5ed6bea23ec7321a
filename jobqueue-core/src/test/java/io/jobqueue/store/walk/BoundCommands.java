package io.jobqueue.store.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.jobqueue.Limit;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRules;

/**
 * Commands that reach a bound within one step: the size of a queue, or a limit. Steps
 * that are drawn one by one seldom do so.
 */
record BoundCommands(StoreBackend store, Oracle oracle, OracleChoices choices, LimitCommands limits) {

	private static final List<String> NAMES = List.of("tenant=a", "tenant=b", "task:greet");

	private static final int AT_ONCE = 8;

	/**
	 * Insert jobs into a queue that is about to be full, while some of its jobs are in
	 * line.
	 * @param jobs the jobs, by their queue
	 */
	void fill(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		List<ClaimedJob> inLine = claim(turn, queue, worker, 0);
		int waiting = this.oracle.jobs((job) -> job.state.queue().equals(queue) && job.status().isWaiting()).size();
		QueueRules rules = this.oracle.limits.rules(queue);
		this.limits.replace(turn, queue, rules.withMaxSize(Math.max(1, waiting + turn.draw.from(-1, 4))));
		insert(turn, several(queue, jobs), Admission.WITHIN_SIZE);
		finish(queue, worker, inLine.stream().map((job) -> Outcome.release(job.id(), job.delivery())).toList());
		if (turn.draw.one(2)) {
			this.limits.replace(turn, queue, this.oracle.limits.rules(queue).withMaxSize(null));
		}
	}

	/**
	 * Let many urgent jobs wait for a limit, and one of them start when another one has
	 * ended.
	 * @param jobs the jobs, by their queue
	 */
	void crowd(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		String name = turn.draw.of(NAMES);
		this.limits.replace(turn, queue, LimitCommands.ordered(this.oracle.limits.rules(queue))
			.withOperatorLimit(name, Limit.ofMaxRunning(turn.draw.from(1, 3))));
		insert(turn, several(queue, jobs).stream().map((job) -> urgent(turn, job, name)).toList(), Admission.ALWAYS);
		List<ClaimedJob> held = new ArrayList<>(claim(turn, queue, worker, AT_ONCE));
		for (int i = turn.draw.from(1, 3); i > 0 && !held.isEmpty(); i--) {
			finish(queue, worker, List.of(Outcome.success(held.remove(0), null)));
			held.addAll(claim(turn, queue, worker, AT_ONCE));
		}
		finish(queue, worker, held.stream().map((job) -> Outcome.success(job, null)).toList());
	}

	private static List<NewJob> several(String queue, Function<String, NewJob> jobs) {
		return IntStream.range(0, AT_ONCE).mapToObj((i) -> jobs.apply(queue)).toList();
	}

	private static NewJob urgent(Turn turn, NewJob job, String limit) {
		List<String> limits = turn.draw.one(2) ? List.of(limit) : List.of(limit, "tenant=c");
		return job.withDetails(job.details().withPriority(100)).withTraits(job.traits().withLimits(limits));
	}

	private void insert(Turn turn, List<NewJob> jobs, Admission admission) {
		turn.describe(admission, jobs);
		turn.equal(this.store.intake().insert(jobs, admission), this.oracle.insert(jobs, admission));
	}

	private List<ClaimedJob> claim(Turn turn, String queue, String worker, int startable) {
		ClaimRequest request = new ClaimRequest(queue, worker, AT_ONCE, startable, WalkTime.FAR);
		turn.describe(request);
		turn.lasts(WalkTime.SOON);
		ClaimResult result = this.store.feed().claim(request);
		this.choices.claim(request, result, false);
		return result.jobs();
	}

	private void finish(String queue, String worker, List<Outcome> outcomes) {
		this.oracle.finish(queue, worker, outcomes, this.store.feed().finish(queue, worker, outcomes));
	}

}
