package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.jobqueue.FlowContext;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobSignal;
import io.jobqueue.JobStateException;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.task.Task;
import io.jobqueue.worker.notes.AttemptNotes;
import io.jobqueue.worker.outcome.AbortSignal;
import io.jobqueue.worker.outcome.RetrySignal;
import io.jobqueue.worker.parallel.ParallelRuns;
import io.jobqueue.worker.thread.ThreadStack;

/** The {@link JobContext} of one attempt. */
public final class AttemptContext extends CallingContext {

	private final ClaimedJob job;

	private final String task;

	private final String worker;

	private final InstantSource clock;

	private final Instant deadline;

	private final boolean interrupts;

	/** What calls and maps need; {@code null} for an attempt that has ended before. */
	private final @Nullable ExecutionSupport support;

	/** The thread of the handler, while its attempt may interrupt it. */
	private volatile @Nullable Thread handler;

	private volatile @Nullable ParallelRuns runs;

	private volatile boolean cancelled;

	private volatile boolean noticed;

	private volatile boolean ended;

	private volatile @Nullable JobSignal signal;

	private volatile @Nullable JobProgress progress;

	private final AttemptNotes notes;

	AttemptContext(ClaimedJob job, Task task, Duration timeout, ExecutionSupport support, AttemptNotes notes) {
		this(job, task, timeout, support.worker(), support.clock(), new Parts(support, notes));
	}

	private AttemptContext(ClaimedJob job, Task task, Duration timeout, String worker, InstantSource clock,
			Parts parts) {
		this.job = job;
		this.task = task.name();
		this.worker = worker;
		this.clock = clock;
		this.deadline = clock.instant().plus(timeout);
		this.interrupts = task.interrupt();
		this.support = parts.support;
		this.notes = parts.notes;
	}

	/** Create the context of an attempt that has ended, for {@code onFailure}. */
	public static AttemptContext ended(ClaimedJob job, Task task, Duration timeout, String worker,
			InstantSource clock) {
		AttemptContext context = new AttemptContext(job, task, timeout, worker, clock,
				new Parts(null, AttemptNotes.NONE));
		context.ended = true;
		return context;
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

	void report(JobProgress reported) {
		requireRunning("progress");
		if (!(reported.value() >= 0 && reported.value() <= 1)) {
			throw new InvalidJobException("Progress is from 0.0 to 1.0, but was " + reported.value());
		}
		this.progress = reported;
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

	@Override
	public FlowContext flow() {
		return requireSupport("flow").flows().of(this.job, () -> requireRunning("FlowContext.add"));
	}

	@Override
	AttemptContext root() {
		return this;
	}

	ClaimedJob job() {
		return this.job;
	}

	/**
	 * Return the steps and the log.
	 * @param method the method that was called
	 * @throws JobStateException if the attempt has ended
	 */
	AttemptNotes requireNotes(String method) {
		requireRunning(method);
		return this.notes;
	}

	/** Return the steps and the log, {@code null} if the attempt has ended. */
	@Nullable AttemptNotes runningNotes() {
		return this.ended ? null : this.notes;
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

	/** Return what a call or a map needs, unless the attempt has ended. */
	ExecutionSupport requireSupport(String method) {
		requireRunning(method);
		return Objects.requireNonNull(this.support);
	}

	/** Return the maps of this attempt. */
	synchronized ParallelRuns requireRuns(ExecutionSupport shared) {
		ParallelRuns current = this.runs;
		if (current == null) {
			current = new ParallelRuns(this.job.id().value(), this.interrupts, shared.children(),
					() -> this.cancelled || this.ended);
			this.runs = current;
		}
		return current;
	}

	/** Return the threads that run calls of maps. */
	List<Thread> children() {
		ParallelRuns current = this.runs;
		return (current != null) ? current.children() : List.of();
	}

	/** Return the stacks of the thread of the handler, and of those of its maps. */
	String stacks(@Nullable Thread left) {
		return children().stream()
			.filter((thread) -> thread != left)
			.map(ThreadStack::of)
			.reduce(ThreadStack.of(left), String::concat);
	}

	/** The calling thread runs the handler, and may be interrupted by its attempt. */
	void enter() {
		this.handler = Thread.currentThread();
	}

	/** The thread of the handler is not interrupted any more. */
	void leave() {
		this.handler = null;
	}

	@Nullable Thread handler() {
		return this.handler;
	}

	/** End the attempt: later requests and reports have no effect. */
	void end() {
		this.ended = true;
		stopRuns();
	}

	void cancel() {
		this.cancelled = true;
		stopRuns();
	}

	/** Stop the maps. One that begins later finds that the attempt must stop. */
	private void stopRuns() {
		ParallelRuns current = this.runs;
		if (current != null) {
			current.stop();
		}
	}

	/** A call or a map has observed that the attempt must stop, if it must. */
	void notice() {
		this.noticed |= this.cancelled;
	}

	/** Return whether the attempt must stop; the handler does not observe it by this. */
	boolean isStopped() {
		return this.cancelled;
	}

	/** Return whether the handler has observed that it should stop. */
	boolean noticed() {
		return this.noticed;
	}

	@Nullable JobProgress latestProgress() {
		return this.progress;
	}

	/** What an attempt uses while it runs. */
	private record Parts(@Nullable ExecutionSupport support, AttemptNotes notes) {
	}

}
