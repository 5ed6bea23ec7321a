package io.jobqueue.worker;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobContextHolder;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.OutcomeResolver.Attempt;
import io.jobqueue.worker.OutcomeResolver.Resolution;

/**
 * One attempt on its thread. It settles exactly once: by the end of its handler, or by
 * its worker when the handler does not stop. An interrupt reaches the thread only while
 * the handler runs on it: both are done under the lock of this object.
 */
final class JobExecution implements Runnable, Claimed {

	private static final Logger logger = LoggerFactory.getLogger(JobExecution.class);

	private final ClaimedJob job;

	private final Task task;

	private final Permits.Permit permit;

	private final Executor executor;

	private final ExecutionSupport support;

	private final AttemptContext context;

	private final Duration timeout;

	private final Timers timers;

	private @Nullable Thread thread;

	private @Nullable CompletionStage<?> stage;

	private boolean settled;

	private boolean begun;

	private volatile @Nullable StopReason stopped;

	private volatile @Nullable Object payload;

	private volatile boolean readable;

	private volatile long begunNanos;

	JobExecution(ClaimedJob job, Task task, Permits.Permit permit, Executor executor, ExecutionSupport support) {
		this.job = job;
		this.task = task;
		this.permit = permit;
		this.executor = executor;
		this.support = support;
		this.timeout = Timers.timeout(job, task);
		this.context = new AttemptContext(job, task.name(), support.worker(), this.timeout, support.clock());
		this.timers = new Timers(support.alarms());
	}

	/** Hand it to its executor. */
	@Override
	public void start() {
		this.executor.execute(this);
	}

	@Override
	public void run() {
		if (!begin()) {
			return;
		}
		this.support.listeners().started(this.job, this.task.name(), waited());
		Runnable end;
		JobContextHolder.Binding binding = JobContextHolder.bind(this.context);
		LogScope log = LogScope.of(this.job, this.task.name());
		try {
			end = invoke();
		}
		catch (Throwable ex) {
			// Errors too: the permit comes back in any case.
			Left left = leaveThread();
			end = () -> settleAndRelease(resolveThrown(ex, left.reason()));
		}
		finally {
			log.close();
			binding.close();
		}
		end.run();
	}

	private Runnable invoke() throws Exception {
		Object input;
		try {
			input = this.support.serializer().read(this.job.payload(), this.task.payloadType());
		}
		catch (PayloadException ex) {
			leaveThread();
			return () -> settleAndRelease(this.support.resolver().unreadable(this.job, ex));
		}
		this.payload = input;
		this.readable = true;
		Object value = new InterceptorChain(this.support.interceptors(), 0, this.task, input, this.context).proceed();
		if (value instanceof CompletionStage<?> pending) {
			return () -> leaveTo(pending);
		}
		String result = (value != null) ? this.support.serializer().write(value) : null;
		Left left = leaveThread();
		boolean noticed = !left.interrupted() || this.context.noticed();
		return () -> settleAndRelease(this.support.resolver().returned(attempt(), result, left.reason(), noticed));
	}

	private synchronized boolean begin() {
		if (this.settled || this.stopped != null) {
			return false;
		}
		this.begun = true;
		this.begunNanos = System.nanoTime();
		this.thread = Thread.currentThread();
		this.timers.start(this.timeout, () -> stop(StopReason.TIMEOUT));
		return true;
	}

	@Override
	public boolean stop(StopReason reason) {
		synchronized (this) {
			if (this.settled || this.stopped != null) {
				return false;
			}
			this.stopped = reason;
			this.context.cancel();
			if (this.begun) {
				this.timers.start(this.support.grace(), this::abandon);
				interrupt();
				return true;
			}
		}
		settleAndRelease(new Resolution(Outcome.giveBack(this.job.id(), this.job.delivery()), null));
		return true;
	}

	private void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
		else if (this.stage != null) {
			CompletionStage<?> pending = this.stage;
			try {
				this.executor.execute(() -> cancel(pending));
			}
			catch (RuntimeException ex) {
				logger.warn("The result of job '{}' cannot be cancelled; it is given up", this.job.id().value(), ex);
			}
		}
	}

	private void cancel(CompletionStage<?> pending) {
		try {
			pending.toCompletableFuture().cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("The result of job '{}' cannot be cancelled; it is waited for", this.job.id().value(), ex);
		}
	}

	/** Settle without the handler, which goes on although it was told to stop. */
	void abandon() {
		StopReason reason = this.stopped;
		if (reason == null || !settle(this.support.resolver().abandoned(attempt(), reason))) {
			return;
		}
		Thread left;
		synchronized (this) {
			left = this.thread;
		}
		boolean free = left != null && this.permit.abandon();
		if (left == null) {
			this.permit.release();
			free = true;
		}
		logger.warn("Job '{}' of task '{}' goes on although it was told to stop ({}); its permit is {}.{}",
				this.job.id().value(), this.task.name(), reason,
				free ? "given to others" : "kept, as too many such threads go on", ThreadStack.of(left));
		this.support.listeners().abandoned(this.job, this.task.name());
	}

	private void leaveTo(CompletionStage<?> pending) {
		synchronized (this) {
			leaveThread();
			this.stage = pending;
			if (this.stopped != null) {
				interrupt();
			}
		}
		pending.whenComplete(this::completed);
	}

	private void completed(@Nullable Object value, @Nullable Throwable error) {
		StopReason reason = this.stopped;
		Resolution resolution;
		try {
			resolution = (error == null) ? this.support.resolver()
				.returned(attempt(), (value != null) ? this.support.serializer().write(value) : null, reason,
						this.context.noticed())
					: resolveThrown(unwrap(error), reason);
		}
		catch (RuntimeException | Error ex) {
			resolution = resolveThrown(ex, reason);
		}
		settleAndRelease(resolution);
	}

	private Resolution resolveThrown(Throwable error, @Nullable StopReason reason) {
		try {
			return this.support.resolver().threw(attempt(), error, reason);
		}
		catch (RuntimeException | Error ex) {
			logger.error("What becomes of job '{}' could not be decided; it ends as FAILED", this.job.id().value(), ex);
			return new Resolution(Outcome.end(this.job, JobStatus.FAILED, JobErrors.of(error)), error);
		}
	}

	private void settleAndRelease(Resolution resolution) {
		settle(resolution);
		this.permit.release();
	}

	private boolean settle(Resolution resolution) {
		synchronized (this) {
			if (this.settled) {
				return false;
			}
			this.settled = true;
		}
		this.timers.stop();
		Duration execution = this.begun ? Duration.ofNanos(System.nanoTime() - this.begunNanos) : Duration.ZERO;
		this.support.settled()
			.accept(this, new Settled(this.job, this.task, this.payload, this.readable, resolution.outcome(),
					resolution.error(), execution));
		return true;
	}

	/** From here on no interrupt reaches the thread, and none that did stays with it. */
	private synchronized Left leaveThread() {
		this.thread = null;
		return new Left(this.stopped, Thread.interrupted());
	}

	private static Throwable unwrap(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

	private Duration waited() {
		Duration waited = Duration.between(this.job.dueAt(), this.job.startedAt());
		return waited.isNegative() ? Duration.ZERO : waited;
	}

	private Attempt attempt() {
		return new Attempt(this.job, this.task, this.payload, this.timeout);
	}

	synchronized boolean isSettled() {
		return this.settled;
	}

	JobId id() {
		return this.job.id();
	}

	ClaimedJob job() {
		return this.job;
	}

	String taskName() {
		return this.task.name();
	}

	AttemptContext context() {
		return this.context;
	}

	/**
	 * How a handler left its thread: an interrupt that is still pending went unnoticed.
	 */
	private record Left(@Nullable StopReason reason, boolean interrupted) {
	}

}
