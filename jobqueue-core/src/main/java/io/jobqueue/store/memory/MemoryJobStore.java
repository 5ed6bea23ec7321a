package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.lifecycle.FinishEvent;
import io.jobqueue.lifecycle.ReportEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.FlowTrait;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.raw.RawSteps;

import org.jspecify.annotations.Nullable;

/**
 * The operations of dispatchers and workers: insert, claim, finish, and leases.
 */
record MemoryJobStore(MemoryStore store) implements JobIntake, JobFeed {

	@Override
	public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
		this.store.requireOpen();
		try (MemoryStep step = this.store.begin()) {
			List<InsertResult> results = new ArrayList<>(jobs.size());
			for (NewJob job : jobs) {
				results.add(insert(step, job, admission));
			}
			return results;
		}
	}

	/** Run work of raw queues in one step. */
	<T> T during(Function<RawSteps.Step, T> work) {
		this.store.requireOpen();
		try (MemoryStep step = this.store.begin()) {
			return work.apply(new RawSteps.Step() {

				@Override
				public Instant now() {
					return step.now;
				}

				@Override
				public boolean isPaused(String queue) {
					return step.store.queue(queue).paused;
				}

				@Override
				public int ready(String queue) {
					MemoryQueue known = step.store.queue(queue);
					return known.in(JobStatus.QUEUED).size() + known.in(JobStatus.INTERRUPTED).size();
				}

				@Override
				public InsertResult insert(NewJob job) {
					return MemoryJobStore.insert(step, job, Admission.WITHIN_SIZE);
				}

			});
		}
	}

	private static InsertResult insert(MemoryStep step, NewJob job, Admission admission) {
		if (step.store.jobs.containsKey(job.id())) {
			return InsertResult.ALREADY_THERE;
		}
		FlowTrait flow = job.traits().flow();
		if (flow != null && flow.isLate(step.now)) {
			return InsertResult.LATE;
		}
		boolean full = admission == Admission.WITHIN_SIZE && step.store.queue(job.queue()).isFull();
		InsertResult result = step.keys.claim(job, full);
		if (result == null) {
			step.insert(job);
		}
		return (result != null) ? result : InsertResult.INSERTED;
	}

	@Override
	public boolean joinsTransaction() {
		return false;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue queue = this.store.queue(request.queue());
			queue.lease(request.worker(), step.now.plus(request.lease()));
			queue.waiting.remove(request.worker());
			if (queue.paused) {
				queue.waiting.add(request.worker());
				queue.gate.left(request.worker());
				return new ClaimResult(List.of(), null, true, idleHints(step, queue, request.worker()));
			}
			step.promote(queue, Integer.MAX_VALUE);
			boolean limited = queue.gate.isActive();
			int limit = limited ? request.startable() : request.limit();
			List<ClaimedJob> jobs = take(step, queue, request, limit);
			boolean filled = jobs.size() == limit && limit > 0;
			if (filled || queue.isReady(step.now)) {
				// The signal woke one worker only, so the remaining jobs need another
				// one.
				step.signals.mayBeReady(queue);
			}
			else {
				queue.waiting.add(request.worker());
			}
			boolean idle = jobs.size() < limit;
			if (limited && !idle && queue.gate.filled(request.worker(), step.now) && !queue.isReady(step.now)) {
				step.signals.wake(queue);
			}
			return new ClaimResult(jobs, nextDue(step, queue, (limited && idle) ? request.worker() : null), false,
					(jobs.size() < request.limit()) ? idleHints(step, queue, request.worker()) : null,
					limited ? queue.rulesVersion() : 0);
		}
	}

	private static List<ClaimedJob> take(MemoryStep step, MemoryQueue queue, ClaimRequest request, int limit) {
		List<ClaimedJob> jobs = new ArrayList<>();
		while (jobs.size() < limit) {
			MemoryJob job = queue.gate.next(step.now);
			boolean suspect = job != null && job.state.lostDeliveries() >= ClaimedJob.SUSPECT_LOSSES;
			if (job == null || (suspect && !jobs.isEmpty())) {
				return jobs;
			}
			queue.gate.start(job, step.now);
			step.apply(new ClaimEvent(request.worker(), jobs.size() >= request.startable()), job);
			jobs.add(job.toClaimed());
			if (suspect) {
				return jobs;
			}
		}
		return jobs;
	}

	private static ClaimResult.IdleHints idleHints(MemoryStep step, MemoryQueue queue, String worker) {
		MemoryQueue.Lease own = queue.leases.get(worker);
		return new ClaimResult.IdleHints((own != null) ? own.running.size() : 0,
				queue.leases.values().stream().anyMatch((lease) -> lease.isOver(step.now)));
	}

	private static @Nullable Duration nextDue(MemoryStep step, MemoryQueue queue, @Nullable String limited) {
		Instant due = queue.delayed.isEmpty() ? null : queue.delayed.first().state.dueAt();
		Instant allowed = (limited != null) ? queue.gate.alarm(limited, step.now) : null;
		Instant next = (due == null || (allowed != null && allowed.isBefore(due))) ? allowed : due;
		return (next != null) ? Duration.between(step.now, next) : null;
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		try (MemoryStep step = this.store.begin()) {
			List<MemoryJob> parked = new ArrayList<>();
			List<FinishResult> results = outcomes.stream()
				.map((outcome) -> finish(step, new FinishEvent(queue, worker, outcome), parked))
				.toList();
			parked.forEach((job) -> step.keys.parked(job.state));
			return results;
		}
	}

	private FinishResult finish(MemoryStep step, FinishEvent event, List<MemoryJob> parked) {
		MemoryJob job = this.store.jobs.get(event.outcome().id());
		Object decision = (job != null) ? step.apply(event, job) : Refusal.STALE;
		if (decision instanceof Transition) {
			if (event.outcome().limits() != null) {
				step.limit(Objects.requireNonNull(job), event.outcome().limits());
				parked.add(job);
			}
			return FinishResult.APPLIED;
		}
		return (decision == Refusal.ALREADY_APPLIED) ? FinishResult.ALREADY_APPLIED : FinishResult.STALE;
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		try (MemoryStep step = this.store.begin()) {
			String worker = request.worker().id();
			this.store.workers.put(worker, request.worker());
			Set<JobId> lost = new HashSet<>();
			List<RenewResult.Held> unaccounted = new ArrayList<>();
			for (RenewRequest.Container container : request.containers()) {
				MemoryQueue queue = this.store.queue(container.queue());
				if (!queue.isServedBy(worker, step.now)) {
					// It was not woken while its lease had run out.
					step.signals.signal(worker, queue);
				}
				MemoryQueue.Lease lease = queue.lease(worker, step.now.plus(request.lease()));
				lease.concurrency = container.concurrency();
				lost.addAll(container.attempts().keySet());
				for (MemoryJob job : List.copyOf(lease.running)) {
					JobId id = job.state.id();
					int delivery = job.state.delivery();
					AttemptReport attempt = container.attempts().get(id);
					if (attempt != null && attempt.delivery() == delivery) {
						lost.remove(id);
						if (attempt.isChange()) {
							step.apply(new ReportEvent(worker, delivery, attempt.progress()), job);
						}
					}
					else {
						unaccounted.add(new RenewResult.Held(id, container.queue(), delivery));
					}
				}
			}
			return new RenewResult(lost, unaccounted);
		}
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		try (MemoryStep step = this.store.begin()) {
			MemoryJob job = step.store.jobs.get(id);
			if (job == null || !job.state.queue().equals(queue) || !job.state.status().isDeadLetter()
					|| job.state.delivery() != delivery) {
				return false;
			}
			job.kept = job.kept.withOnFailureError(error);
			return true;
		}
	}

	@Override
	public void leave(String worker, List<String> queues) {
		try (MemoryStep step = this.store.begin()) {
			this.store.workers.remove(worker);
			for (String name : queues) {
				MemoryQueue queue = this.store.queues.get(name);
				if (queue != null) {
					queue.leave(worker);
					handOn(worker, queue, step);
				}
			}
		}
	}

	@Override
	public void stopWaiting(String worker, String name) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue queue = this.store.queues.get(name);
			if (queue != null) {
				queue.waiting.remove(worker);
				handOn(worker, queue, step);
			}
		}
	}

	/** The worker may have been signalled for a job that it does not take any more. */
	private static void handOn(String worker, MemoryQueue queue, MemoryStep step) {
		if (queue.gate.left(worker) && !queue.paused) {
			step.signals.wake(queue);
		}
		else {
			step.signals.mayBeReady(queue);
		}
	}

}
