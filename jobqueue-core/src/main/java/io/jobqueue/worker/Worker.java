package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.store.ClaimResult.Standing;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.store.WorkerIdentity;

/**
 * One life of a worker, from start to stop: its containers and what they share.
 */
final class Worker implements QueueSignal.Listener {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	/**
	 * How long a worker whose jobs are over waits for its store, for all it has to say.
	 */
	private static final Duration LAST_WORDS = Duration.ofSeconds(5);

	private static final Duration CLAIM_ON_ITS_WAY = Duration.ofMillis(500);

	private final WorkerParts parts;

	private final List<JobContainer> containers;

	private final LeaseKeeper keeper;

	private final Thread keeperThread;

	private final Waiter subscribing = new Waiter();

	private final Thread subscriber;

	private volatile QueueSignal.@Nullable Subscription subscription;

	private volatile boolean stopping;

	Worker(WorkerIdentity identity, List<ContainerOptions> containers, WorkerOptions options, WorkerServices services,
			Runnable leave) {
		Listeners listeners = new Listeners(services.listeners());
		ScheduledThreadPoolExecutor timer = timer();
		Departure departure = new Departure(options, containers.size(), leave);
		this.parts = new WorkerParts(identity, options, services, listeners, new FailureCalls(services, timer),
				new UnknownTasks(options.unknownTaskTimeout()), timer, departure, () -> jobEnded(departure));
		this.containers = containers.stream().map((container) -> new JobContainer(container, this.parts)).toList();
		this.keeper = new LeaseKeeper(identity, options.lease(), services.store().jobs(),
				this.containers.stream().map(JobContainer::leased).toList(),
				new StoreContact("Worker '" + identity.id() + "'", services.clock()));
		this.keeperThread = this.parts.thread("jobqueue-leases", this.keeper);
		this.subscriber = this.parts.thread("jobqueue-subscribe", this::subscribe);
	}

	private static ScheduledThreadPoolExecutor timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (action) -> {
			Thread thread = new Thread(action, "jobqueue-timer");
			thread.setDaemon(true);
			return thread;
		});
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	void start() {
		this.keeperThread.start();
		this.subscriber.start();
		this.containers.forEach(JobContainer::start);
	}

	/** The store may be away at the start, and its signals are only hints. */
	private void subscribe() {
		Backoff backoff = new Backoff(Math::random);
		while (!this.stopping && this.subscription == null) {
			try {
				QueueSignal.Subscription made = this.parts.services()
					.store()
					.signal()
					.subscribe(this.parts.identity().id(), this);
				keep(made);
				resumed();
			}
			catch (StoreUnavailableException ex) {
				logger.debug("Worker '{}' cannot hear the store yet", this.parts.identity().id(), ex);
				this.subscribing.await(backoff.next());
			}
			catch (RuntimeException ex) {
				logger.error("Worker '{}' cannot hear the store; it is tried again", this.parts.identity().id(), ex);
				this.subscribing.await(backoff.next());
			}
		}
	}

	private synchronized void keep(QueueSignal.Subscription made) {
		if (this.stopping) {
			made.close();
		}
		this.subscription = made;
	}

	private void jobEnded(Departure departure) {
		departure.jobEnded();
		if (this.parts.options().burst()) {
			this.containers.forEach(JobContainer::wake);
		}
	}

	@Override
	public void queueReady(String queue) {
		this.containers.stream().filter((container) -> container.queue().equals(queue)).forEach(JobContainer::wake);
	}

	@Override
	public void jobCancelled(JobId id) {
		boolean known = false;
		for (JobContainer container : this.containers) {
			known |= container.cancel(id);
		}
		if (!known) {
			// The signal may have overtaken the answer of the claim: the next renewal
			// tells.
			renewSoon();
		}
	}

	private synchronized void renewSoon() {
		if (!this.stopping) {
			this.parts.timer().schedule(this.keeper::renewNow, CLAIM_ON_ITS_WAY.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void resumed() {
		this.keeper.renewNow();
		this.containers.forEach(JobContainer::wake);
	}

	@Nullable Standing standing(String queue, Duration notOlderThan) {
		for (JobContainer container : this.containers) {
			if (container.queue().equals(queue)) {
				return container.look().within(notOlderThan);
			}
		}
		return null;
	}

	void poisoned(ClaimedJob job) {
		this.parts.failureCalls().poisoned(job);
	}

	/** Let all jobs end, however long that takes. */
	void drain() throws InterruptedException {
		this.containers.forEach(JobContainer::stopClaiming);
		awaitIdle(Duration.ofDays(3650));
	}

	void stop() {
		this.containers.forEach(JobContainer::stopClaiming);
		boolean interrupted = false;
		try {
			drainOrInterrupt();
		}
		catch (InterruptedException ex) {
			interrupted = true;
			this.containers.forEach(JobContainer::interrupt);
			this.containers.forEach(JobContainer::abandon);
		}
		Deadline deadline = Deadline.in(LAST_WORDS);
		try {
			for (JobContainer container : this.containers) {
				container.flush(deadline);
			}
			this.parts.failureCalls().await(Math.max(1, deadline.left().toMillis()));
			close(deadline);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			close(deadline);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void drainOrInterrupt() throws InterruptedException {
		if (awaitIdle(this.parts.options().shutdownTimeout())) {
			return;
		}
		this.containers.forEach(JobContainer::interrupt);
		if (!awaitIdle(this.parts.options().interruptGrace())) {
			this.containers.forEach(JobContainer::abandon);
		}
	}

	private boolean awaitIdle(Duration longest) throws InterruptedException {
		long end = System.nanoTime() + longest.toNanos();
		boolean idle = true;
		for (JobContainer container : this.containers) {
			idle &= container.awaitIdle(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
		}
		return idle;
	}

	private void close(Deadline deadline) {
		synchronized (this) {
			this.stopping = true;
		}
		this.subscribing.signal();
		this.keeper.close();
		this.parts.timer().shutdownNow();
		Thread farewell = this.parts.thread("jobqueue-farewell", this::leave);
		farewell.start();
		try {
			deadline.join(farewell);
			deadline.join(this.keeperThread);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (farewell.isAlive()) {
			// The store may hold a call for longer than anybody waits for a stop.
			logger.warn("Worker '{}' stops although the store has not answered; its lease runs out by itself",
					this.parts.identity().id());
		}
	}

	private void leave() {
		try {
			this.keeperThread.join(LAST_WORDS.toMillis());
			QueueSignal.Subscription open = this.subscription;
			if (open != null) {
				open.close();
			}
			this.parts.services()
				.store()
				.jobs()
				.leave(this.parts.identity().id(), this.containers.stream().map(JobContainer::queue).toList());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("Worker '{}' could not say good-bye to the store; its lease runs out by itself: {}",
					this.parts.identity().id(), ex.toString());
		}
	}

	List<ContainerStatus> containers() {
		return this.containers.stream().map(JobContainer::status).toList();
	}

}
