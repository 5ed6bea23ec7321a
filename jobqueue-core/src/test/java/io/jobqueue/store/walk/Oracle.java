package io.jobqueue.store.walk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.lifecycle.DueEvent;
import io.jobqueue.lifecycle.FinishEvent;
import io.jobqueue.lifecycle.LifecycleEvent;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.ReportEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRules;

/**
 * What a store must do. It keeps all jobs in one map and sorts and counts them anew for
 * each question. Where the contract leaves a choice to the store, {@link OracleChoices}
 * checks the choice and follows it.
 */
final class Oracle {

	final Map<JobId, OracleJob> jobs = new LinkedHashMap<>();

	final Map<String, OracleQueue> queues = new TreeMap<>();

	/** Whether ended jobs of any queue were deleted since the list of queues was seen. */
	boolean pruned;

	/** All that ever were. */
	final Map<String, WorkerIdentity> workers = new TreeMap<>();

	final WalkTime time;

	private final boolean forgetsOtherQueues;

	final OracleKeys keys = new OracleKeys(this);

	final OracleLimits limits = new OracleLimits(this);

	final OracleSchedules schedules = new OracleSchedules(this);

	private long number;

	Oracle(WalkTime time, boolean forgetsOtherQueues) {
		this.forgetsOtherQueues = forgetsOtherQueues;
		this.time = time;
	}

	static void require(boolean condition, String message, Object... arguments) {
		if (!condition) {
			throw new AssertionError(message.formatted(arguments));
		}
	}

	OracleQueue queue(String name) {
		return this.queues.computeIfAbsent(name, OracleQueue::new);
	}

	/** A worker of a database may forget any queue that is not used. */
	void forgetUnlisted(Collection<String> listed) {
		if (this.pruned && this.forgetsOtherQueues) {
			List<OracleQueue> forgotten = this.queues.values()
				.stream()
				.filter((queue) -> !listed.contains(queue.name) && queue.isUnused(this))
				.toList();
			forgotten.forEach((queue) -> {
				this.queues.remove(queue.name);
				this.limits.forget(queue.name);
			});
		}
		this.pruned = false;
	}

	List<OracleJob> jobs(Predicate<OracleJob> condition) {
		return this.jobs.values().stream().filter(condition).toList();
	}

	/** The jobs of a queue that may be claimed, the next one first. */
	List<OracleJob> ready(String queue) {
		return this.jobs.values()
			.stream()
			.filter((job) -> job.isIn(queue, Place.READY))
			.sorted(isNewestFirst(queue) ? OracleJob.NEWEST_FIRST : OracleJob.CLAIM_ORDER)
			.toList();
	}

	boolean isNewestFirst(String queue) {
		return this.limits.rules(queue).order() == QueueRules.Order.LIFO;
	}

	/** The jobs of a queue whose time has come, the first one first. */
	List<OracleJob> due(String queue) {
		return this.jobs.values()
			.stream()
			.filter((job) -> job.isIn(queue, Place.DELAYED) && !job.state.dueAt().isAfter(this.time.now()))
			.sorted(Comparator.comparing((job) -> job.state.dueAt()))
			.toList();
	}

	List<OracleJob> held(String queue, String worker) {
		return jobs((job) -> job.isIn(queue, Place.HELD) && job.state.hold() != null
				&& job.state.hold().worker().equals(worker));
	}

	Decision apply(LifecycleEvent event, OracleJob job) {
		Decision decision = event.decide(job.state, this.time.now());
		if (decision instanceof Transition transition) {
			if (transition.after() != null) {
				job.become(transition.after(), transition, ++this.number);
				queue(transition.after().queue());
			}
			transition.call(this.keys);
			if (transition.after() == null) {
				this.jobs.remove(job.id());
			}
		}
		return decision;
	}

	List<InsertResult> insert(List<NewJob> inserted, Admission admission) {
		return inserted.stream().map((job) -> insert(job, admission)).toList();
	}

	private InsertResult insert(NewJob job, Admission admission) {
		if (this.jobs.containsKey(job.id())) {
			return InsertResult.ALREADY_THERE;
		}
		InsertResult other = this.keys.take(job, admission == Admission.WITHIN_SIZE && this.limits.isFull(job.queue()));
		if (other == null) {
			add(job);
		}
		return (other != null) ? other : InsertResult.INSERTED;
	}

	void add(NewJob job) {
		queue(job.queue());
		this.jobs.put(job.id(), new OracleJob(job, this.time.now(), ++this.number));
	}

	void promote(String queue) {
		due(queue).forEach((job) -> apply(new DueEvent(), job));
	}

	/**
	 * Finish jobs. Where an outcome that was stored is repeated after the job was claimed
	 * again, has left the queue or was not claimed from it, the store may answer
	 * ALREADY_APPLIED or STALE.
	 */
	void finish(String queue, String worker, List<Outcome> outcomes, List<FinishResult> results) {
		require(results.size() == outcomes.size(), "There are %s results", results.size());
		List<OracleJob> parked = new ArrayList<>();
		for (int i = 0; i < outcomes.size(); i++) {
			Outcome outcome = outcomes.get(i);
			FinishResult expected = finish(queue, worker, outcome, parked);
			require(results.get(i) == expected || isEither(queue, worker, outcome, expected, results.get(i)),
					"The result is %s and not %s for %s", results.get(i), expected, outcome);
		}
		parked.forEach((job) -> this.keys.parked(job.state));
	}

	private FinishResult finish(String queue, String worker, Outcome outcome, List<OracleJob> parked) {
		OracleJob job = this.jobs.get(outcome.id());
		Decision decision = (job != null) ? apply(new FinishEvent(queue, worker, outcome), job) : Refusal.STALE;
		if (decision instanceof Transition) {
			job.finished.add(new OracleJob.Finished(queue, worker, outcome.delivery()));
			if (outcome.limits() != null) {
				job.limit(outcome.limits());
				parked.add(job);
			}
			return FinishResult.APPLIED;
		}
		return (decision == Refusal.ALREADY_APPLIED) ? FinishResult.ALREADY_APPLIED : FinishResult.STALE;
	}

	private boolean isEither(String queue, String worker, Outcome outcome, FinishResult expected, FinishResult actual) {
		OracleJob job = this.jobs.get(outcome.id());
		boolean repeated = job != null
				&& job.finished.contains(new OracleJob.Finished(queue, worker, outcome.delivery()));
		return switch (expected) {
			case ALREADY_APPLIED -> actual == FinishResult.STALE
					&& (!repeated || job.state.delivery() != outcome.delivery() || !job.state.queue().equals(queue));
			case STALE -> actual == FinishResult.ALREADY_APPLIED && repeated;
			default -> false;
		};
	}

	RenewResult renew(RenewRequest request) {
		this.workers.put(request.worker().id(), request.worker());
		List<JobId> lost = new ArrayList<>();
		List<RenewResult.Held> unaccounted = new ArrayList<>();
		for (RenewRequest.Container container : request.containers()) {
			Instant now = this.time.now();
			OracleQueue.Lease lease = queue(container.queue()).lease(request.worker().id(), now.plus(request.lease()),
					now);
			lease.concurrency = container.concurrency();
			lease.announced = true;
			List<OracleJob> held = held(container.queue(), request.worker().id());
			Set<JobId> named = Set
				.copyOf(held.stream().filter((job) -> isNamed(container, job)).map(OracleJob::id).toList());
			container.attempts().keySet().stream().filter((id) -> !named.contains(id)).forEach(lost::add);
			for (OracleJob job : held) {
				if (named.contains(job.id())) {
					report(request.worker().id(), container, job);
				}
				else {
					unaccounted.add(new RenewResult.Held(job.id(), container.queue(), job.state.delivery()));
				}
			}
		}
		return new RenewResult(Set.copyOf(lost), unaccounted);
	}

	private static boolean isNamed(RenewRequest.Container container, OracleJob job) {
		AttemptReport attempt = container.attempts().get(job.id());
		return attempt != null && attempt.delivery() == job.state.delivery();
	}

	private void report(String worker, RenewRequest.Container container, OracleJob job) {
		AttemptReport attempt = container.attempts().get(job.id());
		if (attempt != null && attempt.isChange()) {
			apply(new ReportEvent(worker, job.state.delivery(), attempt.progress()), job);
		}
	}

	boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		OracleJob job = this.jobs.get(id);
		if (job == null || !job.state.queue().equals(queue) || !job.status().isDeadLetter()
				|| job.state.delivery() != delivery) {
			return false;
		}
		job.kept = job.kept.withOnFailureError(error);
		return true;
	}

	/** A lease with jobs stays: when it runs out, they are taken back. */
	void leave(String worker, List<String> left) {
		for (OracleQueue queue : this.queues.values()) {
			OracleQueue.Lease lease = queue.leases.get(worker);
			if (lease != null && left.contains(queue.name)) {
				lease.announced = false;
				if (held(queue.name, worker).isEmpty()) {
					queue.leases.remove(worker);
				}
			}
		}
	}

	Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		ActionEvent event = new ActionEvent(act);
		Map<JobId, JobBefore> before = new LinkedHashMap<>();
		for (JobId id : ids) {
			OracleJob job = this.jobs.get(id);
			if (job != null && before.putIfAbsent(id, new JobBefore(event.status(job.state), job.state.queue())) == null
					&& from.contains(event.status(job.state))) {
				apply(event, job);
			}
		}
		return before;
	}

	void pause(String queue) {
		queue(queue).paused = true;
	}

	void resume(String queue) {
		OracleQueue known = this.queues.get(queue);
		if (known != null) {
			known.paused = false;
		}
	}

}
