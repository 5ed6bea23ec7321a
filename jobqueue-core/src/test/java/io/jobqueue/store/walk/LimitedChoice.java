package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * The jobs of a claim to which limits apply. No limit is exceeded, and jobs with the same
 * limits are in their order. Jobs with different limits are so too, if no limit holds any
 * job back, and none did in the claim before. In a fair queue, their values then take
 * turns.
 */
final class LimitedChoice {

	/** The minimum number of jobs that one claim returns if as many are ready. */
	static final int AT_LEAST = 50;

	private final OracleChoices choices;

	private final Oracle oracle;

	private final ClaimRequest request;

	private final ClaimResult result;

	private final QueueRules rules;

	/** What would be wrong if no limit held a job back. */
	private final List<AssertionError> disorder = new ArrayList<>();

	LimitedChoice(OracleChoices choices, ClaimRequest request, ClaimResult result) {
		this.choices = choices;
		this.oracle = choices.oracle();
		this.request = request;
		this.result = result;
		this.rules = this.oracle.limits.rules(request.queue());
	}

	void take() {
		long version = (this.rules.version() > 0) ? this.rules.version() : ClaimResult.NO_RULES;
		Oracle.require(this.result.rules() == version, "The claim has applied the rules %s", this.result.rules());
		List<ClaimedJob> given = this.result.jobs();
		Oracle.require(given.size() <= this.request.startable(), "%s jobs were given", given.size());
		this.oracle.limits.beginClaim();
		boolean free = ready().stream().allMatch((job) -> this.oracle.limits.letsStart(job, true));
		for (int i = 0; i < given.size(); i++) {
			take(given, i);
		}
		followInterrupted();
		free &= ready().stream().allMatch((job) -> this.oracle.limits.letsStart(job, true));
		boolean none = !this.oracle.limits.holdsBack(this.request.queue(), !free);
		if (free && none && !this.disorder.isEmpty()) {
			throw this.disorder.get(0);
		}
		left();
	}

	private List<OracleJob> ready() {
		return this.oracle.ready(this.request.queue());
	}

	private void take(List<ClaimedJob> given, int number) {
		ClaimedJob claimed = given.get(number);
		OracleJob job = this.oracle.jobs.get(claimed.id());
		Oracle.require(job != null && job.isIn(this.request.queue(), Place.READY), "Job '%s' is claimed but not ready",
				claimed.id());
		Oracle.require(this.oracle.limits.letsStart(job, false), "Job '%s' is claimed, but a limit of %s is reached",
				claimed.id(), job.limits());
		Oracle.require(claimed.limits().equals(job.limits()), "Job '%s' is claimed under %s and not %s", claimed.id(),
				claimed.limits(), job.limits());
		Oracle.require(!job.isSuspect() || given.size() == 1, "Suspect '%s' is not claimed alone", claimed.id());
		List<ClaimedJob> rest = given.subList(number, given.size());
		List<OracleJob> ready = ready();
		// Jobs without limits that have waited since before the queue was fair are first,
		// and those that have come while it was may keep their places.
		boolean anyPlace = job.limits().isEmpty()
				&& (this.rules.order() == QueueRules.Order.FAIR || this.oracle.limits.isAfterFair(job));
		if (!anyPlace) {
			this.choices.next(ready.stream()
				.filter((other) -> other.limits().equals(job.limits()))
				.filter((other) -> !other.limits().isEmpty() || !this.oracle.limits.isAfterFair(other))
				.toList(), claimed, rest);
		}
		note(this.rules.order() == QueueRules.Order.FAIR ? turn(ready, job) : inLine(ready, job, claimed, rest));
		this.oracle.limits.start(job);
		this.oracle.apply(new ClaimEvent(this.request.worker(), false), job);
		Look.of(job.toClaimed()).requireAgreement("Claimed job", Look.of(claimed), this.oracle.time);
	}

	/**
	 * A store may let interrupted jobs that a limit holds back wait by their priority.
	 */
	private void followInterrupted() {
		List<OracleJob> held = ready().stream()
			.filter((job) -> job.state.first() && !this.oracle.limits.letsStart(job, true))
			.toList();
		if (!held.isEmpty()) {
			Map<JobId, JobInfo> shown = this.choices.found().apply(held.stream().map(OracleJob::id).toList());
			held.stream()
				.filter((job) -> shown.get(job.id()).status() == JobStatus.QUEUED)
				.forEach(OracleJob::waitByPriority);
		}
	}

	private void note(@Nullable Runnable check) {
		try {
			if (check != null) {
				check.run();
			}
		}
		catch (AssertionError ex) {
			this.disorder.add(ex);
		}
	}

	private @Nullable Runnable inLine(List<OracleJob> ready, OracleJob job, ClaimedJob claimed, List<ClaimedJob> rest) {
		return this.oracle.limits.isAfterFair(job) ? null : () -> this.choices
			.next(ready.stream().filter((other) -> !this.oracle.limits.isAfterFair(other)).toList(), claimed, rest);
	}

	/**
	 * Between two jobs of a value, each other value that has some has a turn. No job of a
	 * value is claimed before a more urgent one of another.
	 */
	private @Nullable Runnable turn(List<OracleJob> ready, OracleJob job) {
		String group = this.oracle.limits.group(job);
		Integer before = this.oracle.limits.turn(turnOf(job));
		return group.isEmpty() ? null
				: () -> ready.stream()
					.filter((other) -> !this.oracle.limits.group(other).isEmpty())
					.filter((other) -> !this.oracle.limits.group(other).equals(group))
					.forEach((other) -> {
						Oracle.require(!other.isBefore(job), "Job '%s' is claimed before the more urgent '%s'",
								job.id(), other.id());
						Oracle.require(
								before == null || !other.ranksAs(job)
										|| this.oracle.limits.hadTurn(turnOf(other), before),
								"Job '%s' is claimed, but '%s' has the turn", job.id(), other.id());
					});
	}

	private List<Object> turnOf(OracleJob job) {
		return List.of(job.state.first(), job.data.priority(), this.oracle.limits.group(job));
	}

	/** What a claim leaves has no room, or the worker is to claim again. */
	private void left() {
		Duration next = this.result.nextDue();
		boolean delayed = !this.oracle.jobs((job) -> job.isIn(this.request.queue(), Place.DELAYED)).isEmpty();
		Oracle.require(next != null || !delayed, "'nextDue' is %s", next);
		int count = this.result.jobs().size();
		boolean suspects = ready().stream().anyMatch(OracleJob::isSuspect)
				|| (count == 1 && this.result.jobs().get(0).isSuspect());
		if (count < Math.min(this.request.startable(), AT_LEAST) && !(next != null && next.isZero())
				&& !(count > 0 && suspects)) {
			ready().stream()
				.filter((job) -> this.oracle.limits.letsStart(job, true))
				.findFirst()
				.ifPresent((job) -> Oracle.require(false, "Job '%s' under %s is left, and %s were claimed, next %s",
						job.id(), job.limits(), count, next));
		}
	}

}
