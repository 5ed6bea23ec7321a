package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.PayloadException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.AttemptThread.Left;
import io.jobqueue.worker.attempt.OutcomeDecider.Answer;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.OutcomeResolver.AttemptInput;
import io.jobqueue.worker.outcome.OutcomeResolver.Decision;
import io.jobqueue.worker.outcome.StopReason;
import io.jobqueue.worker.permit.LaunchableJob;
import io.jobqueue.worker.permit.Permit;
import io.jobqueue.worker.thread.Interruptible;
import io.jobqueue.worker.timing.AttemptTimeouts;

/**
 * One attempt on its thread. It settles exactly once: when its handler ends, or by its
 * worker if the handler does not stop. An interrupt is sent only while the handler runs
 * on the thread: both happen under the lock of this object.
 */
public final class JobExecution implements Interruptible, LaunchableJob {

	private static final Logger logger = LoggerFactory.getLogger(JobExecution.class);

	private final ClaimedJob job;

	private final Task task;

	private final Permit permit;

	private final ExecutionSupport support;

	private final AttemptContext context;

	private final Duration timeout;

	private final AttemptTimeouts timers;

	private final OutcomeDecider decider;

	private final AttemptThread thread;

	private boolean settled;

	private boolean over;

	private boolean handlerAbandoned;

	private volatile @Nullable StopReason stopped;

	private volatile @Nullable Object payload;

	private volatile boolean readable;

	private volatile long begunNanos;

	public JobExecution(ClaimedJob job, Task task, Permit permit, Executor executor, ExecutionSupport support) {
		this.job = job;
		this.task = task;
		this.permit = permit;
		this.support = support;
		this.timeout = AttemptTimeouts.timeout(job, task);
		this.context = support.context(this, job, task, this.timeout);
		this.timers = new AttemptTimeouts(support.timeoutScheduler());
		this.decider = new OutcomeDecider(support, this.context);
		this.thread = new AttemptThread(job, task, executor, this.context);
	}

	@Override
	public void start() {
		this.thread.start(this);
	}

	@Override
	public boolean isInterruptible() {
		return this.task.interrupt();
	}

	@Override
	public void run() {
		CompletionStage<?> pending = begin() ? decideWithin(this::call) : null;
		if (pending != null) {
			await(pending);
		}
	}

	private synchronized boolean begin() {
		if (this.settled || this.stopped != null) {
			return false;
		}
		this.begunNanos = System.nanoTime() | 1;
		this.thread.enter();
		return true;
	}

	private Answer call() {
		this.timers.start(this.timeout, () -> stop(StopReason.TIMEOUT));
		this.support.started(this.job, this.task);
		try {
			this.payload = this.support.payload(this.job, this.task);
			this.readable = true;
			return this.support.call(this.context, this.task, this.payload, this::returned);
		}
		catch (Throwable ex) {
			StopReason reason = detachThread().reason();
			return Answer.of((!this.readable && ex instanceof PayloadException)
					? this.support.resolver().unreadable(this.job, ex) : this.decider.threw(attempt(), ex, reason));
		}
	}

	private Answer returned(@Nullable Object value) {
		Left left = detachThread();
		if (value instanceof CompletionStage<?> pending) {
			return new Answer(null, pending);
		}
		return Answer.of(this.decider.returned(attempt(), value, left.reason(), left.noticed()));
	}

	/** Settle with a decision that is made in the context of the job. */
	private @Nullable CompletionStage<?> decideWithin(Supplier<Answer> decision) {
		Answer result;
		try {
			result = this.decider.within(attempt(), decision);
		}
		catch (Throwable ex) {
			result = Answer.of(this.decider.threw(attempt(), ex, detachThread().reason()));
		}
		if (result.decision() != null) {
			settleAndRelease(result.decision());
		}
		return result.pending();
	}

	private void await(CompletionStage<?> pending) {
		synchronized (this) {
			this.thread.handOver(pending);
			if (this.stopped != null) {
				this.thread.interrupt();
			}
		}
		try {
			pending.whenComplete(this::completed);
		}
		catch (Throwable ex) {
			completed(null, ex);
		}
	}

	private void completed(@Nullable Object value, @Nullable Throwable error) {
		decideWithin(() -> Answer.of((error != null) ? this.decider.threw(attempt(), error, this.stopped)
				: this.decider.returned(attempt(), value, this.stopped, this.context.noticed())));
	}

	@Override
	public boolean stop(StopReason reason) {
		synchronized (this) {
			if (this.settled || this.stopped != null || this.thread.isCommitting()) {
				return false;
			}
			this.stopped = reason;
			this.context.cancel();
			if (this.begunNanos != 0) {
				if (reason == StopReason.TIMEOUT) {
					this.timers.start(AttemptTimeouts.REACTION_TIME, this::endAtTimeout);
				}
				this.timers.start(this.support.grace(), this::graceExpired);
				this.thread.interrupt();
				return true;
			}
		}
		settleAndRelease(new Decision(Outcome.release(this.job.id(), this.job.delivery()), null));
		return true;
	}

	/** End the job now, because no retry is left. */
	private void endAtTimeout() {
		if (this.decider.endsAtTimeout(attempt())) {
			settle(this.decider.abandoned(attempt(), StopReason.TIMEOUT, false));
		}
	}

	/**
	 * The handler continues after it was stopped and the grace has passed. Its {@code
	 * shouldRetry} is called on another thread, for a limited time. After that, the
	 * policy of the task decides.
	 */
	private void graceExpired() {
		if (this.stopped != StopReason.TIMEOUT || this.decider.endsAtTimeout(attempt())) {
			abandon();
			return;
		}
		this.timers.start(AttemptTimeouts.LONGEST_DECISION, this::abandon);
		abandonHandler();
		this.support.decisions()
			.ask(this::isSettled, () -> settle(this.decider.abandoned(attempt(), StopReason.TIMEOUT, true)),
					this::abandon);
	}

	/** Settle without the handler, which continues after it was stopped. */
	public void abandon() {
		StopReason reason = this.stopped;
		if (reason != null) {
			settle(this.decider.abandoned(attempt(), reason, false));
			abandonHandler();
		}
	}

	private void abandonHandler() {
		Thread left;
		synchronized (this) {
			if (this.over || this.handlerAbandoned) {
				return;
			}
			this.handlerAbandoned = true;
			left = this.thread.occupied();
		}
		boolean free = left == null || this.permit.abandon();
		if (left == null) {
			this.permit.release();
		}
		logger.warn("Job '{}' of task '{}' still runs after it was stopped ({}); its permit is {}.{}",
				this.job.id().value(), this.task.name(), this.stopped,
				free ? "available to other jobs" : "kept, as too many such threads run", this.context.stacks(left));
		this.support.events().abandoned(this.job, this.task.name());
	}

	private void settleAndRelease(Decision decision) {
		synchronized (this) {
			this.over = true;
			this.thread.free();
		}
		try {
			settle(decision);
			this.timers.stop();
			this.support.left(this.context);
		}
		finally {
			this.permit.release();
		}
	}

	private void settle(Decision decision) {
		synchronized (this) {
			if (this.settled) {
				return;
			}
			this.settled = true;
		}
		this.context.end();
		Duration execution = (this.begunNanos != 0) ? Duration.ofNanos(System.nanoTime() - this.begunNanos)
				: Duration.ZERO;
		this.support.hand(this, new AttemptResult(this.job, this.task, this.payload, this.readable, decision.outcome(),
				decision.error(), execution));
	}

	private synchronized Left detachThread() {
		return new Left(this.stopped, this.thread.detach() || this.context.noticed());
	}

	private AttemptInput attempt() {
		return new AttemptInput(this.job, this.task, this.payload, this.timeout);
	}

	public synchronized boolean isSettled() {
		return this.settled;
	}

	boolean hasRunFor(long nanos) {
		return this.begunNanos != 0 && System.nanoTime() - this.begunNanos >= nanos;
	}

	public JobId id() {
		return this.job.id();
	}

	public ClaimedJob job() {
		return this.job;
	}

	public String taskName() {
		return this.task.name();
	}

	public AttemptContext context() {
		return this.context;
	}

}
