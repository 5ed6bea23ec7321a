package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.worker.attempt.ExecutionSupport;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.attempt.TransactionalAttempts;
import io.jobqueue.worker.failure.FailureLog;
import io.jobqueue.worker.failure.OnFailureCalls;
import io.jobqueue.worker.feed.ClaimProgress;
import io.jobqueue.worker.feed.ContainerLimits;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.feed.JobLauncher;
import io.jobqueue.worker.feed.LatestIdleHints;
import io.jobqueue.worker.feed.LeaseRenewer.Leased;
import io.jobqueue.worker.feed.PollLoop;
import io.jobqueue.worker.feed.PollPace;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimMode;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.outcome.OutcomeWriter;
import io.jobqueue.worker.outcome.StopReason;
import io.jobqueue.worker.outcome.TurnsFeed;
import io.jobqueue.worker.permit.PermitPool;
import io.jobqueue.worker.permit.Permits;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/** Serves one queue. It creates the parts and stops them in order. */
final class JobContainer {

	private static final Logger logger = LoggerFactory.getLogger(JobContainer.class);

	private final StoreBackend store;

	private final ContainerOptions options;

	private final AttemptEvents events;

	private final OnFailureCalls failureCalls;

	private final Runnable jobEnded;

	private final WorkerFlows flows;

	private final ExitCondition exitCondition;

	private final Permits permits;

	private final WakeLatch wakeLatch = new WakeLatch();

	private final HeldJobs held = new HeldJobs(this::lost);

	private final LatestIdleHints idleHints = new LatestIdleHints();

	private final ClaimProgress progress = new ClaimProgress(System::nanoTime);

	private final StallDetector stallDetector;

	private final StoreReachability reachability;

	private final OutcomeBuffer buffer;

	private final PollLoop loop;

	private final Thread loopThread;

	private final Thread bufferThread;

	private volatile ContainerStatus.State state = ContainerStatus.State.RUNNING;

	/**
	 * Create a container that is not started.
	 * @param pool the permits, which it may share with others
	 */
	JobContainer(ContainerOptions options, WorkerParts parts, PermitPool pool) {
		WorkerServices services = parts.services();
		String worker = parts.identity().id();
		this.store = services.store();
		this.options = options;
		this.events = parts.events();
		this.failureCalls = parts.failureCalls();
		this.jobEnded = parts.jobEnded();
		ClaimMode mode = new ClaimMode(options.concurrency(), claimAhead(parts.options(), services.store()),
				options.share());
		this.permits = pool.join(options.queue(), mode);
		this.reachability = new StoreReachability("queue '" + options.queue() + "'", services.store().outage());
		this.buffer = new OutcomeBuffer(options.queue(), options.concurrency(), mode);
		JobFeed feed = new TurnsFeed(parts.notes().logsFirst(services.store().feed()));
		OutcomeWriter writer = new OutcomeWriter(this.buffer, new OutcomeWriter.Target(feed, options.queue(), worker),
				this.reachability, new Backoff(Math::random), this::stored);
		ExecutionSupport support = new ExecutionSupport(worker, services.tasks(), services.serializer(),
				services.payloads(), services.interceptors(), this.events, services.clock(),
				new OutcomeResolver(Math::random, OutcomeResolver.Limits.of(parts.options())), parts.timeoutScheduler(),
				parts.decisions(), parts.children(), parts.options().interruptGrace(),
				(execution, settled) -> this.buffer.add(settled), parts.notes(),
				new TransactionalAttempts(services.transaction(), services.store(), worker), services.flows());
		this.flows = services.flows();
		this.exitCondition = parts.exitCondition();
		this.loop = new PollLoop(
				new PollLoop.Source(feed, options.queue(), worker, parts.options().lease(), this.idleHints,
						this.progress),
				new PollLoop.Pacing(this.wakeLatch, new PollPace(parts.options().pollInterval(), Math::random),
						new Backoff(Math::random), this.reachability),
				new PollLoop.Room(this.permits, mode), new PollLoop.Outcomes(this.buffer, writer),
				new JobLauncher(services, support, this.held, this.permits, new JobLauncher.Claims(this.buffer,
						parts.unknownTasks(), new ContainerLimits(services.store(), options.queue()))),
				this.exitCondition);
		this.stallDetector = new StallDetector(options.queue(), parts.options().lease(), this.progress,
				this::hasFreePermits, () -> services.store().queries().queue(options.queue()), System::nanoTime);
		this.loopThread = parts.thread("jobqueue-loop-" + options.queue(), this.loop);
		this.bufferThread = parts.thread("jobqueue-outcomes-" + options.queue(), writer);
	}

	/**
	 * No jobs are claimed ahead by a worker that stops after a number of jobs: it would
	 * release them.
	 */
	private static int claimAhead(WorkerOptions options, StoreBackend store) {
		if (options.maxJobs() != null) {
			return 0;
		}
		return (options.claimAhead() != null) ? options.claimAhead() : store.claimAhead();
	}

	/**
	 * Start all threads. If one cannot be started, the container is stopped again.
	 */
	void start() {
		try {
			this.bufferThread.start();
			this.loopThread.start();
		}
		catch (RuntimeException | Error ex) {
			stopClaiming();
			this.buffer.close();
			this.reachability.close();
			throw ex;
		}
	}

	private void stored(AttemptResult settled, FinishResult result) {
		this.held.remove(settled.job().id(), settled.job().delivery());
		if (result != FinishResult.STALE) {
			this.events.finished(settled);
		}
		else if (this.events.isNeeded() && AttemptEvents.isAttempt(settled.outcome()) && isCancelled(settled.job())) {
			this.events.cancelled(settled);
		}
		// Each outcome arrives here exactly once, also if the first reply of the store
		// was lost.
		if (result != FinishResult.STALE) {
			FailureLog.stored(settled);
			this.failureCalls.stored(settled);
		}
		// One that was cancelled has ended too, and its flow may go on.
		this.flows.stored(settled.job());
		this.jobEnded.run();
	}

	/**
	 * Return whether this delivery of the job was cancelled. Its outcome is then not
	 * stored, but an attempt was made.
	 */
	private boolean isCancelled(ClaimedJob job) {
		try {
			JobInfo info = this.store.queries().find(List.of(job.id())).get(job.id());
			return info != null && info.status() == JobStatus.CANCELLED && info.delivery() == job.delivery();
		}
		catch (JobQueueException ex) {
			logger.debug("Whether job '{}' was cancelled is not known, so its attempt is not counted", job.id().value(),
					ex);
			return false;
		}
	}

	void wake() {
		this.wakeLatch.signal();
	}

	/**
	 * Stop the attempt of a cancelled job.
	 * @return whether this container holds the job
	 */
	boolean cancel(JobId id) {
		JobExecution execution = this.held.find(id);
		if (execution != null && execution.stop(StopReason.CANCELLED)) {
			lost(execution);
		}
		return execution != null;
	}

	private void lost(JobExecution execution) {
		this.events.lost(execution.job(), execution.taskName());
	}

	void stopClaiming() {
		this.state = ContainerStatus.State.DRAINING;
		this.loop.stop();
	}

	/** Wait until no job runs. */
	boolean awaitIdle(Duration longest) throws InterruptedException {
		long end = System.nanoTime() + longest.toNanos();
		this.loopThread.join(Math.max(1, longest.toMillis()));
		return this.permits.awaitAllFree(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
	}

	void interrupt() {
		this.held.all().forEach((execution) -> execution.stop(StopReason.SHUTDOWN));
	}

	/** Settle all stopped attempts whose outcome is not known yet. */
	void abandon() {
		this.held.all().forEach(JobExecution::abandon);
	}

	void flush(Deadline deadline) throws InterruptedException {
		this.buffer.awaitEmpty(deadline.left());
		this.buffer.close();
		deadline.join(this.bufferThread);
		this.reachability.close();
		this.state = ContainerStatus.State.STOPPED;
	}

	/** Stop waiting for calls of the store that have not returned. */
	void stopStoreAccess() {
		this.loopThread.interrupt();
		this.bufferThread.interrupt();
	}

	private boolean hasFreePermits() {
		return this.state == ContainerStatus.State.RUNNING && !this.exitCondition.isDraining()
				&& this.permits.isAnyFree();
	}

	StallDetector stallDetector() {
		return this.stallDetector;
	}

	String queue() {
		return this.options.queue();
	}

	Leased leased() {
		return new Leased(this.options.queue(), this.options.concurrency(), this.held, this.idleHints);
	}

	LatestIdleHints idleHints() {
		return this.idleHints;
	}

	ContainerStatus status() {
		int heldCount = (int) this.held.all().stream().filter((execution) -> !execution.isSettled()).count();
		int active = Math.max(0, heldCount - this.permits.backlogSize());
		return new ContainerStatus(this.options.queue(), this.options.container(), active, this.options.concurrency(),
				this.permits.abandoned(), this.state, this.reachability.isUnavailable(),
				this.stallDetector.stalledFor());
	}

}
