package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.jobqueue.DurationText;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.JobWait;
import io.jobqueue.JobWait.Reason;
import io.jobqueue.LimitInfo;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.Bound;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import org.jspecify.annotations.Nullable;

/** Reads limits, and computes why a job waits. */
final class LimitReads {

	private final StoreBackend store;

	private final Predicate<String> served;

	/**
	 * Create reads.
	 * @param served whether a live worker serves a queue
	 */
	LimitReads(StoreBackend store, Predicate<String> served) {
		this.store = store;
		this.served = served;
	}

	List<LimitInfo> limits(String queue) {
		QueueRules rules = this.store.part(QueueRulesStore.class).rules(queue);
		LimitStore limits = this.store.part(LimitStore.class);
		Map<String, LimitUse> uses = new TreeMap<>();
		limits.uses(queue, List.of()).forEach((use) -> uses.put(use.name(), use));
		List<String> others = rules.bounds().keySet().stream().filter((name) -> !uses.containsKey(name)).toList();
		if (!others.isEmpty()) {
			limits.uses(queue, others).forEach((use) -> uses.put(use.name(), use));
		}
		return uses.values().stream().map((use) -> info(rules, use)).toList();
	}

	private static LimitInfo info(QueueRules rules, LimitUse use) {
		Bound bound = rules.bounds().get(use.name());
		return new LimitInfo(use.name(), rules.limit(use.name()), (bound != null) ? bound.configured() : null,
				(bound != null) ? bound.operator() : null, use.running(), use.delay());
	}

	List<JobWait> waitsFor(JobInfo job) {
		if (!job.status().isWaiting()) {
			return List.of();
		}
		List<JobWait> waits = new ArrayList<>();
		if (!this.served.test(job.queue())) {
			waits.add(new JobWait(Reason.NO_WORKER, null, null,
					"No worker that is alive serves queue '" + job.queue() + "'"));
		}
		if (isDueLater(job)) {
			waits.add(new JobWait(Reason.DUE_LATER, null, job.dueAt(), "It is due at " + job.dueAt()));
		}
		if (this.store.queries().queue(job.queue()).paused()) {
			waits.add(new JobWait(Reason.PAUSED, null, null, "Queue '" + job.queue() + "' is paused"));
		}
		waits.addAll(limitsOf(job));
		if (waits.isEmpty()) {
			waits.add(new JobWait(Reason.OTHER_JOBS, null, null,
					"No limit holds it back: other jobs start before it, or no worker has room"));
		}
		return waits;
	}

	/** A job whose time has come keeps its status while its queue is paused. */
	private boolean isDueLater(JobInfo job) {
		Instant due = job.dueAt();
		return due != null && (job.status() == JobStatus.SCHEDULED || job.status() == JobStatus.RETRY)
				&& due.isAfter(this.store.queries().now());
	}

	private List<JobWait> limitsOf(JobInfo job) {
		try {
			QueueRules rules = this.store.part(QueueRulesStore.class).rules(job.queue());
			LimitStore limits = this.store.part(LimitStore.class);
			List<String> names = new ArrayList<>(List.of(LimitName.QUEUE));
			names.addAll(limits.limitsOf(job.queue(), job.id()));
			Instant now = this.store.queries().now();
			return limits.uses(job.queue(), names)
				.stream()
				.flatMap((use) -> Stream.ofNullable(wait(info(rules, use), now)))
				.toList();
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

	private static @Nullable JobWait wait(LimitInfo limit, Instant now) {
		String name = limit.name().isEmpty() ? "the queue" : "'" + limit.name() + "'";
		if (limit.isFull()) {
			return new JobWait(Reason.LIMIT_FULL, limit, null, "%d jobs of %s run, and at most %d may"
				.formatted(limit.running(), name, limit.limit().maxRunning()));
		}
		Duration delay = limit.delay();
		return delay.isZero() ? null : new JobWait(Reason.LIMIT_DELAYED, limit, now.plus(delay),
				"The next job of %s may start in %s".formatted(name, DurationText.ofMeasured(delay)));
	}

}
