package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.StatusRetention;

/**
 * The end of a walk: all jobs run that no limit holds back for ever, and everything is
 * removed.
 */
record WalkEnd(StoreBackend store, Oracle oracle, OracleChoices choices) {

	private static final String WORKER = "last-worker";

	private static final int AT_ONCE = 40;

	void run(Turn turn, KeyCommands keys, LimitCommands limits, ScheduleCommands schedules) {
		for (String queue : Draw.QUEUES) {
			releaseHeld(queue);
			this.store.actions().resume(queue);
			this.oracle.resume(queue);
			limits.lift(turn, queue);
			drain(queue);
			limits.compare(turn, queue);
		}
		List<JobId> ids = List.copyOf(this.oracle.jobs.keySet());
		for (JobAction act : List.of(JobAction.CANCEL, JobAction.DELETE)) {
			turn.equal(this.store.actions().act(act, ids, EnumSet.allOf(JobStatus.class)),
					this.oracle.act(act, ids, EnumSet.allOf(JobStatus.class)));
		}
		schedules.compare();
		schedules.clear();
		for (String queue : Draw.QUEUES) {
			keys.compare(queue);
			keys.clear(turn, queue);
			leave(queue);
		}
		Draw.TAGS.forEach((tag) -> Oracle.require(this.store.queries().tagged(tag, Draw.QUEUES) == 0,
				"The tag '%s' is left", tag));
	}

	/** Jobs of workers that do not know of them. */
	private void releaseHeld(String queue) {
		for (OracleJob job : this.oracle.jobs((other) -> other.isIn(queue, Place.HELD))) {
			String worker = job.state.hold().worker();
			List<Outcome> outcomes = List.of(Outcome.release(job.id(), job.state.delivery()));
			this.oracle.finish(queue, worker, outcomes, this.store.feed().finish(queue, worker, outcomes));
		}
	}

	private void drain(String queue) {
		int before = Integer.MAX_VALUE;
		boolean again = true;
		while (again) {
			ClaimRequest request = new ClaimRequest(queue, WORKER, AT_ONCE, WalkTime.FAR);
			ClaimResult result = this.store.feed().claim(request);
			this.choices.claim(request, result, false);
			List<Outcome> outcomes = result.jobs().stream().map((job) -> Outcome.success(job, null)).toList();
			this.oracle.finish(queue, WORKER, outcomes, this.store.feed().finish(queue, WORKER, outcomes));
			int ready = this.oracle.ready(queue).size();
			again = !outcomes.isEmpty() || (result.nextDue() != null && result.nextDue().isZero());
			Oracle.require(!again || ready < before || !outcomes.isEmpty(),
					"A claim gives nothing and is to be repeated");
			before = ready;
		}
		List<OracleJob> left = this.oracle.ready(queue)
			.stream()
			.filter((job) -> this.oracle.limits.letsStart(job, true))
			.toList();
		Oracle.require(left.isEmpty(), "Jobs of '%s' are left: %s", queue, left.stream().map(OracleJob::id).toList());
	}

	/** A queue without rules is forgotten. */
	private void leave(String queue) {
		for (int i = 1; i <= Draw.WORKERS; i++) {
			leave(queue, "worker-" + i);
		}
		leave(queue, WORKER);
		this.choices.reclaim(queue, 2, AT_ONCE, this.store.maintenance().reclaim(queue, 2, AT_ONCE));
		Walk.pass(this.store, Duration.ofMillis(1));
		Map<JobStatus, StatusRetention> retention = new EnumMap<>(JobStatus.class);
		Pruned pruned = this.store.maintenance().prune(queue, retention, AT_ONCE);
		this.choices.prune(queue, retention, AT_ONCE, Map.of(), pruned);
	}

	private void leave(String queue, String worker) {
		this.store.feed().leave(worker, List.of(queue));
		this.oracle.leave(worker, List.of(queue));
	}

}
