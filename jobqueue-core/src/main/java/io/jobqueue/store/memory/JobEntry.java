package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * One job: what never changes is {@link #job}, all else is what has become of it. The
 * fields are changed by {@link Turn} and {@link Finish} under the lock of the store.
 */
final class JobEntry {

	/** INTERRUPTED before all others, then by priority, then as they fell due. */
	static final Comparator<JobEntry> CLAIM_ORDER = Comparator.comparing((JobEntry entry) -> !entry.first)
		.thenComparing((entry) -> entry.job.priority(), Comparator.reverseOrder())
		.thenComparing((entry) -> entry.dueAt)
		.thenComparing((entry) -> entry.place);

	static final Comparator<JobEntry> DUE_ORDER = Comparator.comparing((JobEntry entry) -> entry.dueAt)
		.thenComparing((entry) -> entry.place);

	private static final int HISTORY = 20;

	final NewJob job;

	final Instant createdAt;

	final Deque<JobAttempt> history = new ArrayDeque<>();

	/** The queue it is in, another than the job's own after a move. */
	String queue;

	JobStatus status = JobStatus.QUEUED;

	/**
	 * Counts upwards over all jobs with each change of a status: the newest is highest.
	 */
	long rank;

	/** Breaks the tie between jobs that fell due at the same moment. */
	long place;

	/** Whether it goes before all others, having been interrupted. */
	boolean first;

	Instant dueAt;

	@Nullable Integer maxRetries;

	int delivery;

	int retries;

	int losses;

	int interruptions;

	int attempts;

	/** Whether a worker holds it that has not said that it started. */
	boolean inLine;

	/** What the claim has changed, for an attempt that turns out to be none. */
	private Before before = new Before(0, null, null, 0);

	double progress;

	@Nullable String worker;

	@Nullable Instant startedAt;

	@Nullable Instant endedAt;

	@Nullable Instant unknownSince;

	@Nullable JobError error;

	@Nullable JobError handlerError;

	@Nullable String result;

	/** The delivery that was finished last, 0 for none, and who finished it. */
	int finishedDelivery;

	@Nullable String finishedBy;

	JobEntry(NewJob job, Instant now) {
		this.job = job;
		this.queue = job.queue();
		this.createdAt = now;
		this.dueAt = now;
		this.maxRetries = job.maxRetries();
	}

	JobId id() {
		return this.job.id();
	}

	/** Whether a worker holds it in this delivery. */
	boolean isHeldBy(String queue, String worker, int delivery) {
		return (this.status == JobStatus.STARTED || this.inLine) && this.queue.equals(queue)
				&& worker.equals(this.worker) && this.delivery == delivery;
	}

	/** Whether this very attempt has been finished before. */
	boolean isFinishedBy(String worker, int delivery) {
		return this.finishedDelivery == delivery && worker.equals(this.finishedBy);
	}

	void begin(String worker, Instant now) {
		this.before = new Before(this.attempts, this.worker, this.startedAt, this.progress);
		this.worker = worker;
		this.startedAt = now;
		this.delivery++;
		this.attempts = this.retries + 1;
		this.progress = 0;
	}

	/** No attempt was made; only the delivery, which fences it, stays counted. */
	void unbegin() {
		this.attempts = this.before.attempts;
		this.worker = this.before.worker;
		this.startedAt = this.before.startedAt;
		this.progress = this.before.progress;
	}

	void finished(Outcome outcome, String worker) {
		this.finishedDelivery = outcome.delivery();
		this.finishedBy = worker;
		if (outcome.maxRetries() != null) {
			this.maxRetries = outcome.maxRetries();
		}
		if (outcome.error() != null) {
			this.error = outcome.error();
		}
	}

	/** The attempt was made and its worker lived to tell of it. */
	void attempted(JobStatus outcome, @Nullable JobError error, Instant now) {
		this.losses = 0;
		this.unknownSince = null;
		remember(outcome, error, now);
	}

	void remember(JobStatus outcome, @Nullable JobError error, Instant now) {
		if (this.history.size() == HISTORY) {
			this.history.removeFirst();
		}
		this.history.addLast(new JobAttempt(this.retries + 1, started().worker, started().at, now, outcome,
				(error != null) ? error.type() + ": " + error.message() : null));
	}

	/** As if it had never run; what it has been through stays in its history. */
	void startAnew() {
		this.first = false;
		this.retries = 0;
		this.losses = 0;
		this.interruptions = 0;
		this.attempts = 0;
		this.progress = 0;
		this.unknownSince = null;
		this.endedAt = null;
		this.error = null;
		this.handlerError = null;
		this.result = null;
	}

	ClaimedJob toClaimed() {
		return new ClaimedJob(id(), this.queue, this.job.task(), this.job.payload(), this.job.headers(),
				this.job.priority(), this.maxRetries, this.job.timeout(), this.job.correlationId(), this.delivery,
				this.retries, this.losses, this.interruptions, this.createdAt, this.dueAt, started().at,
				this.unknownSince);
	}

	JobInfo toInfo() {
		Before seen = this.inLine ? this.before : new Before(this.attempts, this.worker, this.startedAt, this.progress);
		return new JobInfo(id(), this.job.task(), this.queue, this.status, this.job.payload(), this.job.headers(),
				this.job.correlationId(), this.job.priority(), this.maxRetries, this.job.timeout(), seen.attempts,
				this.retries, this.delivery, this.createdAt, this.status.isEnd() ? null : this.dueAt, seen.startedAt,
				this.endedAt, seen.worker, seen.progress, this.error, this.handlerError, this.result,
				List.copyOf(this.history));
	}

	/** How long it has been due. */
	Duration age(Instant now) {
		return Duration.between(this.dueAt, now);
	}

	private Start started() {
		if (this.worker == null || this.startedAt == null) {
			throw new IllegalStateException("Job '" + id() + "' has not been started, it is " + this.status);
		}
		return new Start(this.worker, this.startedAt);
	}

	private record Before(int attempts, @Nullable String worker, @Nullable Instant startedAt, double progress) {
	}

	private record Start(String worker, Instant at) {
	}

}
