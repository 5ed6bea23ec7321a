package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.InsertResult;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.RenewRequest;
import io.jobqueue.store.RenewResult;
import io.jobqueue.store.memory.QueueState.Lease;

import org.jspecify.annotations.Nullable;

/**
 * The way of a job: insert, claim, finish, and the leases between.
 */
final class MemoryJobStore implements JobStore {

	private final MemoryState state;

	MemoryJobStore(MemoryState state) {
		this.state = state;
	}

	@Override
	public List<InsertResult> insert(List<NewJob> jobs) {
		try (Turn turn = this.state.begin()) {
			List<InsertResult> results = new ArrayList<>(jobs.size());
			Set<QueueState> filled = new HashSet<>();
			for (NewJob job : jobs) {
				results.add(insert(turn, job));
				filled.add(turn.queue(job.queue()));
			}
			filled.forEach(turn::wakeIfReady);
			return results;
		}
	}

	private InsertResult insert(Turn turn, NewJob job) {
		if (turn.job(job.id()) != null) {
			return InsertResult.ALREADY_THERE;
		}
		JobEntry entry = new JobEntry(job, turn.now());
		turn.state().jobs.put(job.id(), entry);
		Instant dueAt = dueAt(job, turn.now());
		boolean later = dueAt.isAfter(turn.now());
		turn.attachAtTail(entry, job.queue(), later ? JobStatus.SCHEDULED : JobStatus.QUEUED,
				later ? dueAt : turn.now());
		return InsertResult.INSERTED;
	}

	private static Instant dueAt(NewJob job, Instant now) {
		if (job.delay() != null) {
			return now.plus(job.delay());
		}
		return (job.dueAt() != null) ? job.dueAt() : now;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		try (Turn turn = this.state.begin()) {
			QueueState queue = turn.queue(request.queue());
			queue.lease(request.worker(), turn.now().plus(request.lease()));
			queue.waiting.remove(request.worker());
			if (queue.paused) {
				queue.waiting.add(request.worker());
				return new ClaimResult(List.of(), null, true, standing(queue, request.worker(), turn.now()));
			}
			turn.promote(queue, Integer.MAX_VALUE);
			List<ClaimedJob> jobs = take(turn, queue, request);
			if (jobs.size() < request.limit() && queue.ready.isEmpty()) {
				queue.waiting.add(request.worker());
			}
			else {
				// The signal woke one worker only: what this one leaves is for the next.
				turn.wakeIfReady(queue);
			}
			return new ClaimResult(jobs, nextDue(queue, turn.now()), false,
					(jobs.size() < request.limit()) ? standing(queue, request.worker(), turn.now()) : null);
		}
	}

	private static ClaimResult.Standing standing(QueueState queue, String worker, Instant now) {
		return new ClaimResult.Standing(queue.running(worker),
				queue.leases.values().stream().anyMatch((lease) -> lease.isOver(now)));
	}

	private List<ClaimedJob> take(Turn turn, QueueState queue, ClaimRequest request) {
		List<ClaimedJob> jobs = new ArrayList<>();
		while (jobs.size() < request.limit() && !queue.ready.isEmpty()) {
			JobEntry entry = queue.ready.first();
			boolean suspect = entry.losses >= ClaimedJob.SUSPECT_LOSSES;
			if (suspect && !jobs.isEmpty()) {
				return jobs;
			}
			turn.detach(entry);
			entry.begin(request.worker(), turn.now());
			entry.inLine = jobs.size() >= request.startable();
			turn.attach(entry, queue.name, entry.inLine ? JobStatus.QUEUED : JobStatus.STARTED);
			jobs.add(entry.toClaimed());
			if (suspect) {
				return jobs;
			}
		}
		return jobs;
	}

	private static @Nullable Duration nextDue(QueueState queue, Instant now) {
		return queue.due.isEmpty() ? null : Duration.between(now, queue.due.first().dueAt);
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		try (Turn turn = this.state.begin()) {
			List<FinishResult> results = new ArrayList<>(outcomes.size());
			Set<QueueState> changed = new HashSet<>();
			for (Outcome outcome : outcomes) {
				JobEntry entry = turn.job(outcome.id());
				results.add(finish(turn, entry, new Holder(queue, worker), outcome));
				if (entry != null) {
					changed.add(turn.queue(entry.queue));
				}
			}
			changed.forEach(turn::wakeIfReady);
			return results;
		}
	}

	private FinishResult finish(Turn turn, @Nullable JobEntry entry, Holder holder, Outcome outcome) {
		if (entry == null) {
			return FinishResult.STALE;
		}
		if (entry.isHeldBy(holder.queue, holder.worker, outcome.delivery())) {
			new Finish(turn, entry).apply(outcome, holder.worker);
			return FinishResult.APPLIED;
		}
		boolean repeated = entry.isFinishedBy(holder.worker, outcome.delivery());
		return repeated ? FinishResult.ALREADY_APPLIED : FinishResult.STALE;
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		try (Turn turn = this.state.begin()) {
			String worker = request.worker().id();
			turn.state().workers.put(worker, request.worker());
			Set<JobId> lost = new HashSet<>();
			List<RenewResult.Held> unaccounted = new ArrayList<>();
			for (RenewRequest.Container container : request.containers()) {
				Lease lease = turn.queue(container.queue()).lease(worker, turn.now().plus(request.lease()));
				lease.concurrency = container.concurrency();
				compare(lease, container, lost, unaccounted);
				start(turn, lease, container);
			}
			return new RenewResult(lost, unaccounted);
		}
	}

	private static void start(Turn turn, Lease lease, RenewRequest.Container container) {
		for (JobEntry entry : List.copyOf(lease.running)) {
			boolean started = container.started().contains(entry.id()) || container.progress().containsKey(entry.id());
			if (entry.inLine && started && Integer.valueOf(entry.delivery).equals(container.held().get(entry.id()))) {
				turn.detach(entry);
				turn.attach(entry, container.queue(), JobStatus.STARTED);
			}
		}
	}

	private void compare(Lease lease, RenewRequest.Container container, Set<JobId> lost,
			List<RenewResult.Held> unaccounted) {
		Map<JobId, Integer> held = container.held();
		lost.addAll(held.keySet());
		for (JobEntry entry : lease.running) {
			if (Integer.valueOf(entry.delivery).equals(held.get(entry.id()))) {
				lost.remove(entry.id());
				entry.progress = container.progress().getOrDefault(entry.id(), entry.progress);
			}
			else {
				unaccounted.add(new RenewResult.Held(entry.id(), container.queue(), entry.delivery));
			}
		}
	}

	@Override
	public boolean keepHandlerError(String queue, JobId id, int delivery, JobError error) {
		try (Turn turn = this.state.begin()) {
			JobEntry entry = turn.job(id);
			if (entry == null || !entry.queue.equals(queue) || !entry.status.isDeadLetter()
					|| entry.delivery != delivery) {
				return false;
			}
			entry.handlerError = error;
			return true;
		}
	}

	@Override
	public void leave(String worker, List<String> queues) {
		try (Turn turn = this.state.begin()) {
			turn.state().workers.remove(worker);
			for (String name : queues) {
				QueueState queue = turn.known(name);
				if (queue != null) {
					queue.leave(worker);
					turn.wakeIfReady(queue);
				}
			}
		}
	}

	private record Holder(String queue, String worker) {
	}

}
