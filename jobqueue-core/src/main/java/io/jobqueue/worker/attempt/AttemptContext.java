package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobSignal;
import io.jobqueue.JobStateException;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.worker.outcome.AbortSignal;
import io.jobqueue.worker.outcome.RetrySignal;

/** The {@link JobContext} of one attempt. */
public final class AttemptContext implements JobContext {

	private final ClaimedJob job;

	private final String task;

	private final String worker;

	private final InstantSource clock;

	private final Instant deadline;

	private volatile boolean cancelled;

	private volatile boolean noticed;

	private volatile boolean ended;

	private volatile @Nullable JobSignal signal;

	private volatile @Nullable Double progress;

	public AttemptContext(ClaimedJob job, String task, String worker, Duration timeout, InstantSource clock) {
		this.job = job;
		this.task = task;
		this.worker = worker;
		this.clock = clock;
		this.deadline = clock.instant().plus(timeout);
	}

	@Override
	public JobId id() {
		return this.job.id();
	}

	@Override
	public String task() {
		return this.task;
	}

	@Override
	public String queue() {
		return this.job.queue();
	}

	@Override
	public int attempt() {
		return this.job.attempt();
	}

	@Override
	public String worker() {
		return this.worker;
	}

	@Override
	public String correlationId() {
		String correlationId = this.job.correlationId();
		return (correlationId != null) ? correlationId : this.job.id().value();
	}

	@Override
	public Map<String, String> headers() {
		return this.job.headers();
	}

	@Override
	public Instant deadline() {
		return this.deadline;
	}

	@Override
	public Duration remaining() {
		Duration remaining = Duration.between(this.clock.instant(), this.deadline);
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

	@Override
	public boolean isCancelled() {
		if (this.cancelled) {
			this.noticed = true;
		}
		return this.cancelled;
	}

	@Override
	public void progress(double progress) {
		requireRunning("progress");
		if (!(progress >= 0 && progress <= 1)) {
			throw new InvalidJobException("Progress is from 0.0 to 1.0, but was " + progress);
		}
		this.progress = progress;
	}

	@Override
	public JobSignal retry(RetryRequest request) {
		requireRunning("retry");
		throw signal(new RetrySignal(Objects.requireNonNull(request, "The request of retry must not be null")));
	}

	@Override
	public JobSignal abort(String reason, @Nullable Throwable cause) {
		requireRunning("abort");
		throw signal(new AbortSignal(Objects.requireNonNull(reason, "The reason of abort must not be null"), cause));
	}

	private void requireRunning(String method) {
		if (this.ended) {
			throw new JobStateException(
					"Attempt %s of job '%s' has ended, so %s has no effect on it: call it before the handler returns"
						.formatted(this.job.attempt(), this.job.id().value(), method));
		}
	}

	private JobSignal signal(JobSignal made) {
		this.signal = made;
		return made;
	}

	/**
	 * Return the last request of the handler, also if the handler caught the signal.
	 */
	@Nullable JobSignal signal() {
		return this.signal;
	}

	/** End the attempt: later requests and reports have no effect. */
	public void end() {
		this.ended = true;
	}

	void cancel() {
		this.cancelled = true;
	}

	/** Return whether the handler has observed that it should stop. */
	boolean noticed() {
		return this.noticed;
	}

	@Nullable Double latestProgress() {
		return this.progress;
	}

}
