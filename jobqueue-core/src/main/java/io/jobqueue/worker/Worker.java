package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.store.ClaimResult.Standing;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.LogText;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.worker.failure.OnFailureCalls;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.feed.LeaseRenewer;
import io.jobqueue.worker.feed.UnknownTasks;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerQueues;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.TimeoutScheduler;

/** One run of a worker, from start to stop: its containers and what they share. */
final class Worker implements QueueSignal.Listener {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration CLAIM_ON_ITS_WAY = Duration.ofMillis(500);

	private final WorkerParts parts;

	private final Containers containers = new Containers();

	private final QueueDiscoveryLoop finder;

	private final StoreReachability leaseContact;

	private final LeaseRenewer keeper;

	private final Thread keeperThread;

	private final Watchdog watchdog;

	private final SignalSubscriber subscriber;

	private final WorkerThreads threads = new WorkerThreads();

	private final CountDownLatch ended = new CountDownLatch(1);

	private boolean draining;

	private volatile boolean stopping;

	Worker(WorkerIdentity identity, WorkerQueues queues, WorkerOptions options, WorkerServices services, Runnable leave,
			WorkerThreads.Factory threads) {
		Listeners listeners = new Listeners(services.listeners());
		TimeoutScheduler alarms = new TimeoutScheduler();
		ExitCondition departure = new ExitCondition(options, this::expectedContainers, leave);
		this.parts = new WorkerParts(identity, options, services, listeners,
				new OnFailureCalls(identity.id(), services, alarms), new UnknownTasks(options.unknownTaskTimeout()),
				alarms, new RetryDecisions(), departure, () -> jobEnded(departure), threads);
		queues.given().forEach((container) -> this.containers.add(new JobContainer(container, this.parts)));
		this.finder = new QueueDiscoveryLoop(services.store().queries(), queues.discovery(), queues(), this::serve,
				contact("the search of worker '%s' for queues"));
		this.leaseContact = contact("the leases of worker '%s'");
		this.keeper = new LeaseRenewer(identity, options.lease(), services.store().feed(),
				() -> this.containers.map(JobContainer::leased), this.leaseContact);
		this.watchdog = new Watchdog(() -> this.containers.map(JobContainer::watch), options.lease(), threads);
		this.subscriber = new SignalSubscriber(services.store().signal(), identity.id(), this,
				contact("the signals to worker '%s'"));
		// Keeps its application alive, with or without a web server, until the worker
		// stops. The other threads are daemons: a call of the store that never returns
		// must not keep a stopped application.
		this.threads.add(this.parts.thread("jobqueue-worker", this::awaitEnd)).setDaemon(false);
		this.keeperThread = this.threads.add(this.parts.thread("jobqueue-leases", this.keeper));
		this.threads.add(this.parts.thread("jobqueue-subscribe", this.subscriber));
		this.threads.add(this.parts.thread("jobqueue-watchdog", this.watchdog));
		this.threads.add(this.parts.thread("jobqueue-discovery", this.finder));
	}

	private StoreReachability contact(String part) {
		return new StoreReachability(part.formatted(id()), this.parts.services().store().outage());
	}

	String id() {
		return this.parts.identity().id();
	}

	/** It is stopped again if one of its threads cannot be started. */
	void start() {
		try {
			this.containers.forEach(JobContainer::start);
			this.threads.start();
		}
		catch (RuntimeException | Error ex) {
			stop();
			throw ex;
		}
	}

	/** One that is not known yet counts, so that nobody leaves before the first look. */
	private int expectedContainers() {
		return this.containers.size() + (this.finder.hasLooked() ? 0 : 1);
	}

	/** A queue was found. */
	private void serve(ContainerOptions options) {
		synchronized (this) {
			if (this.draining) {
				return;
			}
			JobContainer container = new JobContainer(options, this.parts);
			this.containers.add(container);
			try {
				container.start();
			}
			catch (RuntimeException | Error ex) {
				// It is found again.
				this.containers.remove(container);
				throw ex;
			}
		}
		logger.info("Worker '{}' serves '{}' ({}) from now on", id(), options.queue(), options.concurrency());
		this.keeper.renewNow();
	}

	private void stopClaiming() {
		synchronized (this) {
			this.draining = true;
		}
		this.finder.close();
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
			logger.debug("Worker '{}' keeps its application alive no more, being interrupted", id(), ex);
		}
	}

	private void jobEnded(ExitCondition departure) {
		departure.jobEnded();
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
			// The signal may have come before the claim's answer: a renewal finds it.
			renewSoon();
		}
	}

	private synchronized void renewSoon() {
		if (!this.stopping) {
			this.parts.alarms().start(CLAIM_ON_ITS_WAY, this.keeper::renewNow);
		}
	}

	@Override
	public void resumed() {
		this.keeper.renewNow();
		this.containers.forEach(JobContainer::wake);
	}

	@Nullable Standing standing(String queue, Duration notOlderThan) {
		return this.containers.of(queue).map((container) -> container.look().within(notOlderThan)).orElse(null);
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
			this.containers.forEach(JobContainer::interruptAndAbandon);
		}
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
		if (!this.containers.awaitIdle(latest.within(this.parts.options().interruptGrace()))) {
			this.containers.forEach(JobContainer::abandon);
		}
	}

	private void close(Deadline deadline) {
		synchronized (this) {
			this.stopping = true;
		}
		this.subscriber.close();
		this.keeper.close();
		this.watchdog.close();
		this.leaseContact.close();
		this.parts.close();
		this.ended.countDown();
		Thread departure = this.parts.thread("jobqueue-departure", () -> leave(deadline));
		try {
			departure.start();
			deadline.join(departure);
			this.threads.join(deadline);
			this.parts.alarms().awaitClosed(deadline.left());
		}
		catch (OutOfMemoryError ex) {
			logger.error("Worker '{}' could not deregister; its lease expires", id(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (departure.isAlive()) {
			// The store may hold a call for longer than anybody waits for a stop.
			logger.warn("Worker '{}' stops although the store has not answered; its lease expires", id());
		}
		this.containers.forEach(JobContainer::cutOff);
		departure.interrupt();
		this.threads.interrupt();
	}

	private void leave(Deadline deadline) {
		try {
			deadline.join(this.keeperThread);
			this.subscriber.unsubscribe();
			this.parts.services().store().feed().leave(id(), queues());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("Worker '{}' could not deregister; its lease expires: {}", id(), LogText.of(ex.getMessage()));
		}
	}

	List<ContainerStatus> containers() {
		return this.containers.map(JobContainer::status);
	}

}
