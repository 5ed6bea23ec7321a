package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.feed.ClaimResult.IdleHints;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.feed.LeaseRenewer;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerQueues;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.StoreReachability;

/** One run of a worker, from start to stop: its containers and their shared parts. */
final class Worker implements QueueSignal.Listener {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration PENDING_CLAIM = Duration.ofMillis(500);

	private final WorkerParts parts;

	private final Containers containers = new Containers();

	private final QueueDiscoveryLoop discoveryLoop;

	private final StoreReachability leaseReachability;

	private final LeaseRenewer leaseRenewer;

	private final Thread leaseRenewerThread;

	private final Watchdog watchdog;

	private final SignalSubscriber subscriber;

	private final RequestLoop requests;

	private final WorkerThreads threads = new WorkerThreads();

	private final CountDownLatch ended = new CountDownLatch(1);

	private boolean draining;

	private volatile boolean stopping;

	Worker(WorkerIdentity identity, WorkerQueues queues, WorkerOptions options, WorkerServices services,
			Consumer<Worker> exit, WorkerThreads.Factory threads) {
		ExitCondition exitCondition = new ExitCondition(options, this::expectedContainers, services.flows(),
				() -> exit.accept(this));
		this.parts = WorkerParts.of(identity, options, services, exitCondition, () -> jobEnded(exitCondition), threads);
		queues.given().forEach((queue) -> this.containers.add(this.containers.create(queue, this.parts)));
		this.discoveryLoop = new QueueDiscoveryLoop(services.store().queries(), queues.discovery(), queues(),
				this::serve, reachability("the search of worker '%s' for queues"));
		this.leaseReachability = reachability("the leases of worker '%s'");
		this.leaseRenewer = new LeaseRenewer(identity, options.lease(), services.store(),
				() -> this.containers.map(JobContainer::leased), this.leaseReachability);
		this.watchdog = new Watchdog(() -> this.containers.map(JobContainer::stallDetector), options.lease(), threads);
		this.subscriber = new SignalSubscriber(services.store().signal(), identity.id(), this,
				reachability("the signals to worker '%s'"));
		this.requests = new RequestLoop(new StackAnswers(services.store(), identity.id(), this.containers),
				new DrainWatch(services.store(), identity.id(), exitCondition, this.containers));
		// Not a daemon, as the others are: a call of the store that never returns must
		// not keep a stopped application alive.
		this.threads.add(this.parts.thread("jobqueue-worker", this::awaitEnd)).setDaemon(false);
		this.leaseRenewerThread = this.threads.add(this.parts.thread("jobqueue-leases", this.leaseRenewer));
		this.threads.add(this.parts.thread("jobqueue-subscribe", this.subscriber));
		this.threads.add(this.parts.thread("jobqueue-requests", this.requests));
		this.threads.add(this.parts.thread("jobqueue-watchdog", this.watchdog));
		this.threads.add(this.parts.thread("jobqueue-discovery", this.discoveryLoop));
	}

	private StoreReachability reachability(String part) {
		return new StoreReachability(part.formatted(id()), this.parts.services().store().outage());
	}

	String id() {
		return this.parts.identity().id();
	}

	/** Start all threads. If one cannot be started, the worker is stopped again. */
	void start() {
		try {
			this.parts.timeoutScheduler().open();
			this.containers.forEach(JobContainer::start);
			this.threads.start();
		}
		catch (RuntimeException | Error ex) {
			stop();
			throw ex;
		}
	}

	/**
	 * Return the number of containers, plus one until queues were read once, so that the
	 * worker does not exit before.
	 */
	private int expectedContainers() {
		return this.containers.size() + (this.discoveryLoop.hasReadQueues() ? 0 : 1);
	}

	/** Serve a discovered queue. */
	private void serve(ContainerOptions options) {
		synchronized (this) {
			if (this.draining) {
				return;
			}
			JobContainer container = this.containers.create(options, this.parts);
			this.containers.add(container);
			try {
				container.start();
			}
			catch (RuntimeException | Error ex) {
				// The queue is discovered again.
				this.containers.remove(container);
				throw ex;
			}
		}
		logger.info("Worker '{}' serves {} from now on", id(), options.describe());
		this.leaseRenewer.renewNow();
	}

	private void stopClaiming() {
		synchronized (this) {
			this.draining = true;
		}
		this.discoveryLoop.close();
		this.containers.forEach(JobContainer::stopClaiming);
	}

	List<String> queues() {
		return this.containers.map(JobContainer::queue);
	}

	private void awaitEnd() {
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			logger.debug("Worker '{}' was interrupted and no longer keeps its application alive", id(), ex);
		}
	}

	private void jobEnded(ExitCondition exitCondition) {
		exitCondition.jobEnded();
		if (this.parts.options().burst()) {
			this.containers.forEach(JobContainer::wake);
		}
	}

	@Override
	public void queueReady(String queue) {
		this.containers.of(queue).ifPresent(JobContainer::wake);
	}

	@Override
	public void jobCancelled(JobId id) {
		if (!this.containers.cancel(id)) {
			// The signal may precede the reply of the claim. The next renewal then
			// detects the cancellation.
			renewSoon();
		}
	}

	private synchronized void renewSoon() {
		if (!this.stopping) {
			this.parts.timeoutScheduler().start(PENDING_CLAIM, this.leaseRenewer::renewNow);
		}
	}

	@Override
	public void requested() {
		this.requests.look();
	}

	@Override
	public void resumed() {
		this.leaseRenewer.renewNow();
		this.requests.resumed();
		this.containers.forEach(JobContainer::wake);
	}

	@Nullable IdleHints idleHints(String queue, Duration notOlderThan) {
		return this.containers.of(queue).map((container) -> container.idleHints().within(notOlderThan)).orElse(null);
	}

	void poisoned(ClaimedJob job) {
		this.parts.failureCalls().poisoned(job);
	}

	void drain() throws InterruptedException {
		stopClaiming();
		this.containers.awaitIdle(Duration.ofDays(3650));
	}

	/** Stop within {@link WorkerOptions#longestStop()}, whatever the store does. */
	void stop() {
		stopClaiming();
		StopTimes times = StopTimes.of(this.parts.options().longestStop());
		boolean interrupted = false;
		try {
			drainOrInterrupt(times.jobs());
		}
		catch (InterruptedException ex) {
			interrupted = true;
			this.containers.forEach(JobContainer::interrupt);
		}
		// This includes attempts that hold no permit while their outcome is decided.
		this.containers.forEach(JobContainer::abandon);
		try {
			this.parts.failureCalls().stopWaiting();
			for (JobContainer container : this.containers) {
				container.flush(times.outcomes());
			}
			this.parts.failureCalls().await(times.outcomes());
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		close(times.end());
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void drainOrInterrupt(Deadline latest) throws InterruptedException {
		if (this.containers.awaitIdle(latest.within(this.parts.options().shutdownTimeout()))) {
			return;
		}
		this.containers.forEach(JobContainer::interrupt);
		this.containers.awaitIdle(latest.within(this.parts.options().interruptGrace()));
	}

	private void close(Deadline deadline) {
		synchronized (this) {
			this.stopping = true;
		}
		this.subscriber.close();
		this.leaseRenewer.close();
		this.watchdog.close();
		this.requests.close();
		this.leaseReachability.close();
		this.parts.close();
		this.ended.countDown();
		Thread deregistration = this.parts.thread("jobqueue-departure", () -> deregister(deadline));
		try {
			deregistration.start();
			deadline.join(deregistration);
			this.threads.join(deadline);
			this.parts.awaitClosed(deadline);
		}
		catch (OutOfMemoryError ex) {
			logger.error("Worker '{}' could not deregister; its leases expire", id(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (deregistration.isAlive()) {
			// The store may block a call for longer than a stop may take.
			logger.warn("Worker '{}' stops without a reply of the store; its leases expire", id());
		}
		this.containers.forEach(JobContainer::stopStoreAccess);
		deregistration.interrupt();
		this.threads.interrupt();
	}

	private void deregister(Deadline deadline) {
		try {
			deadline.join(this.leaseRenewerThread);
			this.subscriber.unsubscribe();
			this.parts.services().store().feed().leave(id(), queues());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("Worker '{}' could not deregister; its leases expire: {}", id(), LogText.of(ex.getMessage()));
		}
	}

	List<ContainerStatus> containers() {
		return this.containers.map(JobContainer::status);
	}

}
