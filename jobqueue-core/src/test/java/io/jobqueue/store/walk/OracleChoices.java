package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.DueEvent;
import io.jobqueue.lifecycle.LossEvent;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.StatusRetention;

/**
 * Steps whose jobs the store may choose: among those of the same time, or of several lost
 * workers. The oracle checks that a choice is one of those allowed, and follows it.
 *
 * @param oracle what it changes
 * @param found how to find jobs in the store as they are after the step
 */
record OracleChoices(Oracle oracle, Function<List<JobId>, Map<JobId, JobInfo>> found) {

	/**
	 * Jobs were claimed.
	 * @param moves whether the same call has moved jobs to other queues, which a store
	 * may complete after the claim
	 */
	void claim(ClaimRequest request, ClaimResult result, boolean moves) {
		OracleQueue queue = this.oracle.queue(request.queue());
		queue.lease(request.worker(), now().plus(request.lease()), now());
		Oracle.require(result.paused() == queue.paused, "'paused' is %s", result.paused());
		if (queue.paused) {
			Oracle.require(result.jobs().isEmpty() && result.nextDue() == null, "A paused queue gives %s", result);
		}
		else {
			this.oracle.promote(queue.name);
			if (result.isLimited()) {
				new LimitedChoice(this, request, result).take();
			}
			else {
				Oracle.require(!this.oracle.limits.isGated(queue.name), "No limits apply to %s", result);
				take(request, result.jobs());
				nextDue(queue.name, result);
			}
		}
		idleHints(request, result, moves);
	}

	private void take(ClaimRequest request, List<ClaimedJob> given) {
		Oracle.require(given.size() <= request.limit(), "%s jobs were given", given.size());
		for (int i = 0; i < given.size(); i++) {
			ClaimedJob job = given.get(i);
			OracleJob next = next(this.oracle.ready(request.queue()), job, given.subList(i, given.size()));
			Oracle.require(next.limits().isEmpty(), "Job '%s' has limits, but is claimed without any", next.id());
			Oracle.require(!next.isSuspect() || given.size() == 1, "Suspect '%s' is not claimed alone", next.id());
			this.oracle.apply(new ClaimEvent(request.worker(), i >= request.startable()), next);
			Look.of(next.toClaimed()).requireAgreement("Claimed job", Look.of(job), this.oracle.time);
		}
		boolean alone = given.size() == 1 && given.get(0).isSuspect();
		if (given.size() < request.limit() && !alone) {
			List<OracleJob> left = this.oracle.ready(request.queue());
			Oracle.require(
					left.isEmpty() || (!given.isEmpty()
							&& left.stream().anyMatch((job) -> job.isSuspect() && job.ranksAs(left.get(0)))),
					"%s ready jobs are left", left.size());
		}
	}

	/**
	 * The given job, if it is the next one, or due at the same time. A store may make a
	 * job that waits again due one millisecond later, and handle the jobs of one command
	 * in another order.
	 */
	OracleJob next(List<OracleJob> ready, ClaimedJob given, List<ClaimedJob> rest) {
		OracleJob other = this.oracle.jobs.get(given.id());
		Oracle.require(other != null && ready.contains(other), "Job '%s' is claimed but not ready", given.id());
		OracleJob head = ready.get(0);
		if (head == other) {
			return head;
		}
		Instant headDue = dueAt(head.id(), rest);
		boolean newest = this.oracle.isNewestFirst(given.queue()) && !head.state.first();
		Instant first = newest ? headDue : given.dueAt();
		Instant second = newest ? given.dueAt() : headDue;
		boolean sameCommand = head.state.dueAt().equals(other.state.dueAt());
		boolean sameTime = !millis(first).isBefore(millis(second).minusMillis(1))
				&& !millis(first).isAfter(millis(second));
		Oracle.require(other.ranksAs(head) && (sameTime || (sameCommand && first.isBefore(second))),
				"Job '%s', due %s, is claimed before '%s', due %s", given.id(), given.dueAt(), head.id(), headDue);
		return other;
	}

	private Instant dueAt(JobId id, List<ClaimedJob> claimed) {
		return claimed.stream()
			.filter((job) -> job.id().equals(id))
			.findFirst()
			.map(ClaimedJob::dueAt)
			.orElseGet(() -> this.found.apply(List.of(id)).get(id).dueAt());
	}

	private void nextDue(String queue, ClaimResult result) {
		boolean delayed = this.oracle.jobs.values().stream().anyMatch((job) -> job.isIn(queue, Place.DELAYED));
		Oracle.require((result.nextDue() != null) == delayed, "'nextDue' is %s", result.nextDue());
		if (result.nextDue() != null) {
			Oracle.require(result.nextDue().compareTo(Duration.ofDays(1)) > 0, "'nextDue' is %s", result.nextDue());
		}
	}

	private void idleHints(ClaimRequest request, ClaimResult result, boolean moves) {
		boolean filled = result.jobs().size() == request.limit();
		// Where limits apply, a store may give fewer jobs at once, and none is claimed
		// ahead.
		boolean may = result.isLimited()
				&& result.jobs().size() >= Math.min(request.startable(), LimitedChoice.AT_LEAST);
		boolean none = !result.jobs().isEmpty();
		Oracle.require((result.idleHints() == null) ? filled || may || none : !filled, "'idleHints' is %s",
				result.idleHints());
		if (result.idleHints() != null) {
			int running = this.oracle.held(request.queue(), request.worker()).size();
			Oracle.require(result.idleHints().running() == running, "%s, and not %s jobs run", result.idleHints(),
					running);
			upkeep(request, result.idleHints().needsMaintenance(), moves);
		}
	}

	private void upkeep(ClaimRequest request, boolean upkeep, boolean moves) {
		Map<String, OracleQueue.Lease> leases = this.oracle.queue(request.queue()).leases;
		boolean lost = leases.entrySet()
			.stream()
			.anyMatch((lease) -> lease.getValue().isOver(now())
					&& !this.oracle.held(request.queue(), lease.getKey()).isEmpty());
		boolean over = leases.values().stream().anyMatch((lease) -> lease.isOver(now()));
		Oracle.require(upkeep ? (over || moves || isShort(request)) : !lost, "'upkeep' is %s", upkeep);
	}

	/** The store may need longer for the answer than the lease runs. */
	private static boolean isShort(ClaimRequest request) {
		return request.lease().compareTo(WalkTime.SOON) <= 0;
	}

	void promote(String queue, int limit, int promoted) {
		List<OracleJob> due = this.oracle.due(queue);
		Oracle.require(promoted == Math.min(limit, due.size()), "%s jobs were promoted, %s are due", promoted,
				due.size());
		Map<JobId, JobInfo> after = find(due);
		List<OracleJob> chosen = due.stream()
			.filter((job) -> after.get(job.id()).status() == JobStatus.QUEUED)
			.toList();
		Oracle.require(chosen.size() == promoted, "%s jobs are promoted, and not %s", chosen.size(), promoted);
		for (JobStatus status : List.of(JobStatus.SCHEDULED, JobStatus.RETRY)) {
			requireFirst("promoted", in(status, due), in(status, chosen), after, JobInfo::dueAt);
		}
		chosen.forEach((job) -> this.oracle.apply(new DueEvent(), job));
	}

	void reclaim(String queue, int maxLosses, int limit, Reclaimed reclaimed) {
		Map<String, OracleQueue.Lease> leases = this.oracle.queues.containsKey(queue) ? this.oracle.queue(queue).leases
				: Map.of();
		List<OracleJob> lost = leases.entrySet()
			.stream()
			.filter((lease) -> lease.getValue().isOver(now()))
			.flatMap((lease) -> this.oracle.held(queue, lease.getKey()).stream())
			.toList();
		Oracle.require(reclaimed.total() == Math.min(limit, lost.size()), "%s jobs were taken back, %s are lost",
				reclaimed.total(), lost.size());
		Map<JobId, JobInfo> after = find(lost);
		List<OracleJob> chosen = lost.stream()
			.filter((job) -> !job.look(after.get(job.id())).agrees(Look.of(after.get(job.id())), this.oracle.time))
			.toList();
		Oracle.require(chosen.size() == reclaimed.total(), "%s changed, and not %s", chosen.size(), reclaimed);
		chosen.forEach((job) -> this.oracle.apply(new LossEvent(job.state.hold().worker(), maxLosses), job));
		Map<JobId, ClaimedJob> poisoned = reclaimed.poisoned()
			.stream()
			.collect(Collectors.toMap(ClaimedJob::id, Function.identity()));
		List<OracleJob> ended = chosen.stream().filter((job) -> job.status().isEnd()).toList();
		Oracle.require(poisoned.keySet().equals(ids(ended)), "Poisoned are %s, and not %s", poisoned.keySet(),
				ids(ended));
		ended.forEach((job) -> Look.of(job.toClaimed())
			.requireAgreement("Poisoned job", Look.of(poisoned.get(job.id())), this.oracle.time));
		// At its limit, a store may leave a lease without jobs to the next call.
		if (reclaimed.total() < limit) {
			leases.entrySet()
				.removeIf(
						(lease) -> lease.getValue().isOver(now()) && this.oracle.held(queue, lease.getKey()).isEmpty());
		}
	}

	/**
	 * Jobs were deleted.
	 * @param before the jobs that had ended before
	 */
	void prune(String queue, Map<JobStatus, StatusRetention> retention, int limit, Map<JobId, JobInfo> before,
			Pruned pruned) {
		int expected = 0;
		int deleted = 0;
		for (Map.Entry<JobStatus, StatusRetention> entry : retention.entrySet()) {
			List<OracleJob> ended = this.oracle
				.jobs((job) -> job.isIn(queue, Place.ENDED) && job.status() == entry.getKey());
			Map<JobId, JobInfo> after = find(ended);
			List<OracleJob> chosen = ended.stream().filter((job) -> !after.containsKey(job.id())).toList();
			int surplus = (int) Math.max(0, ended.size() - entry.getValue().count());
			int most = entry.getValue().keep().isZero() ? ended.size() : surplus;
			Oracle.require(chosen.size() <= most, "%s jobs of %s were deleted, and not %s", chosen.size(),
					entry.getKey(), most);
			requireFirst("deleted", ended, chosen, before, JobInfo::endedAt);
			chosen.forEach((job) -> this.oracle.apply(new ActionEvent(JobAction.DELETE), job));
			expected += most;
			deleted += chosen.size();
		}
		Oracle.require(deleted == pruned.deleted() && deleted == Math.min(expected, limit),
				"%s jobs were deleted, and not %s, the result is %s", deleted, expected, pruned);
		forget(queue, pruned.forgotten());
		this.oracle.pruned = true;
	}

	/**
	 * A store may wait until the lease of a lost worker is deleted. An unknown queue is
	 * forgotten or not.
	 */
	private void forget(String name, boolean forgotten) {
		OracleQueue queue = this.oracle.queues.get(name);
		if (queue == null) {
			return;
		}
		boolean vacant = queue.isVacant(this.oracle);
		boolean may = vacant && queue.leases.values().stream().allMatch((lease) -> lease.isOver(now()));
		boolean must = queue.isUnused(this.oracle);
		Oracle.require(forgotten ? may : !must, "'forgotten' is %s", forgotten);
		if (forgotten) {
			this.oracle.queues.remove(name);
			this.oracle.limits.forget(name);
		}
	}

	private static List<OracleJob> in(JobStatus status, List<OracleJob> jobs) {
		return jobs.stream().filter((job) -> job.status() == status).toList();
	}

	private void requireFirst(String what, List<OracleJob> all, List<OracleJob> chosen, Map<JobId, JobInfo> shown,
			Function<JobInfo, Instant> order) {
		Set<OracleJob> left = new HashSet<>(all);
		chosen.forEach(left::remove);
		Function<OracleJob, Instant> key = (job) -> millis(order.apply(shown.get(job.id())));
		if (!left.isEmpty() && !chosen.isEmpty()) {
			Instant last = chosen.stream().map(key).max(Comparator.naturalOrder()).orElseThrow();
			left.forEach((job) -> Oracle.require(!key.apply(job).isBefore(last), "Job '%s' was not %s before others",
					job.id(), what));
		}
	}

	private Map<JobId, JobInfo> find(List<OracleJob> jobs) {
		return this.found.apply(jobs.stream().map(OracleJob::id).toList());
	}

	private static Set<JobId> ids(List<OracleJob> jobs) {
		return jobs.stream().map(OracleJob::id).collect(Collectors.toSet());
	}

	private static Instant millis(Instant time) {
		return time.truncatedTo(ChronoUnit.MILLIS);
	}

	private Instant now() {
		return this.oracle.time.now();
	}

}
