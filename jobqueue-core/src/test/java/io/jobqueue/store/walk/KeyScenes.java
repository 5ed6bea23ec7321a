package io.jobqueue.store.walk;

import java.util.List;
import java.util.function.Function;

import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.UniqueKey.Scope;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

/**
 * Commands that let two jobs meet at one unique key. Steps that are drawn one by one
 * seldom do so in each part of the life of a job.
 */
record KeyScenes(Oracle oracle, Sends sends, KeyCommands keys) {

	/**
	 * A job owns a key and runs; another one with the key comes, and the first one runs
	 * again.
	 * @param jobs the jobs, by their queue
	 */
	void meet(Turn turn, Function<String, NewJob> jobs) {
		String queue = turn.draw.queue();
		String worker = turn.draw.worker().id();
		UniqueKey key = UniqueKey.of("k" + turn.draw.from(1, 9)).inQueue();
		NewJob first = keyed(jobs.apply(queue), scoped(turn.draw, key));
		this.sends.insert(turn, List.of(first), Admission.ALWAYS);
		List<ClaimedJob> claimed = this.sends.claim(turn, queue, worker, Sends.AT_ONCE, Sends.AT_ONCE);
		this.sends.finish(turn, queue, worker, claimed.stream().map((job) -> outcome(turn.draw, job)).toList());
		another(turn, queue, key, jobs);
		if (turn.draw.one(2)) {
			this.sends.act(turn, JobAction.REQUEUE, first.id());
			another(turn, queue, key, jobs);
		}
		Draw.QUEUES.forEach(this.keys::compare);
	}

	private void another(Turn turn, String queue, UniqueKey key, Function<String, NewJob> jobs) {
		if (turn.draw.one(2)) {
			this.sends.insert(turn, List.of(keyed(jobs.apply(queue), scoped(turn.draw, key))), Admission.ALWAYS);
		}
	}

	private static NewJob keyed(NewJob job, UniqueKey key) {
		NewJob urgent = Sends.urgent(job, List.of());
		return urgent
			.withTraits(urgent.traits().withUnique(UniqueTrait.of(key, job.task(), String.valueOf(key.key()))));
	}

	private static UniqueKey scoped(Draw draw, UniqueKey key) {
		return switch (draw.from(0, 4)) {
			case 0, 1 -> key.replace();
			case 2 -> key.untilStarted();
			default -> key.untilDone();
		};
	}

	private static Outcome outcome(Draw draw, ClaimedJob job) {
		return switch (draw.from(0, 4)) {
			case 0, 1 -> Outcome.end(job, JobStatus.FAILED, null);
			case 2 -> Outcome.retry(job, WalkTime.FAR, null).withQueue(draw.of(Draw.QUEUES));
			case 3 -> Outcome.success(job, null);
			default -> Outcome.release(job.id(), job.delivery());
		};
	}

	/**
	 * Put off a job that waits for its time, or come too late for that.
	 * @param jobs the jobs, by their queue
	 */
	void debounce(Turn turn, Function<String, NewJob> jobs) {
		List<OracleJob> owners = this.oracle
			.jobs((job) -> job.status() == JobStatus.SCHEDULED && job.data.traits().unique() != null
					&& job.id().equals(this.oracle.keys.owner(job.state.queue(), job.data.traits().unique().name())));
		boolean met = !owners.isEmpty() && !turn.draw.one(4);
		String queue = met ? turn.draw.of(owners).state.queue() : turn.draw.queue();
		List<OracleJob> known = owners.stream().filter((job) -> job.state.queue().equals(queue)).toList();
		String name = met ? turn.draw.of(known).data.traits().unique().name() : UniqueTrait.nameInQueue("debounced");
		NewJob job = jobs.apply(queue);
		UniqueTrait key = new UniqueTrait(name, Scope.UNTIL_STARTED, null, Conflict.DEBOUNCE,
				turn.draw.one(2) ? WalkTime.SOON : WalkTime.FAR);
		// The longest wait of the owner is over or far.
		Walk.pass(this.sends.store(), WalkTime.SOON);
		turn.lasts(WalkTime.SOON);
		this.sends.insert(turn, List.of(new NewJob(job.id(), queue, job.details(), WalkTime.FAR, null)
			.withTraits(job.traits().withUnique(key))), Admission.ALWAYS);
	}

}
