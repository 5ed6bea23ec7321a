package io.jobqueue.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobEvent;
import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.feed.ClaimResult.IdleHints;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerQueues;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.WorkerThreads;

/**
 * The worker of an application, with one container per queue. It stops after the web
 * server, so that running requests may wait for their jobs, and before the connections to
 * the store close. {@link #stop(Runnable)} blocks until the worker has stopped. The
 * shutdown timeout of the worker applies, not that of the lifecycle phase.
 */
public final class JobWorker implements SmartLifecycle {

	/** A phase below those of the web server, which end 2048 below the default. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Logger logger = LoggerFactory.getLogger(JobWorker.class);

	private final Supplier<WorkerIdentity> identities;

	private final WorkerQueues queues;

	private final WorkerOptions options;

	private final WorkerServices services;

	private final WorkerThreads.Factory threads;

	private final Object lifecycle = new Object();

	private volatile CountDownLatch stopped = new CountDownLatch(1);

	private volatile @Nullable Worker worker;

	private volatile boolean running;

	private volatile boolean draining;

	/**
	 * Create a worker that serves the given queues only.
	 * @see #JobWorker(Supplier, List, QueueDiscovery, WorkerOptions, WorkerServices)
	 */
	public JobWorker(Supplier<WorkerIdentity> identities, List<ContainerOptions> containers, WorkerOptions options,
			WorkerServices services) {
		this(identities, containers, QueueDiscovery.NONE, options, services);
	}

	/**
	 * Create a worker.
	 * @param identities supplies the identity of the worker, once per start; each
	 * identity must have an id that was never used before, also not by this worker
	 * @param containers the queues to serve, each once
	 * @param discovery which further queues of the store to serve
	 * @param options the options of the worker
	 * @param services the collaborators of the worker
	 */
	public JobWorker(Supplier<WorkerIdentity> identities, List<ContainerOptions> containers, QueueDiscovery discovery,
			WorkerOptions options, WorkerServices services) {
		this(identities, containers, discovery, options, services, WorkerThreads.Factory.DAEMONS);
	}

	/** Create a worker with a factory for its threads. */
	JobWorker(Supplier<WorkerIdentity> identities, List<ContainerOptions> containers, QueueDiscovery discovery,
			WorkerOptions options, WorkerServices services, WorkerThreads.Factory threads) {
		Set<String> queues = new HashSet<>();
		for (ContainerOptions container : containers) {
			if (!queues.add(container.queue())) {
				throw new InvalidJobException("Queue '" + container.queue() + "' has two containers; give it one");
			}
		}
		this.identities = identities;
		this.queues = new WorkerQueues(List.copyOf(containers), discovery);
		this.options = options;
		this.services = services;
		this.threads = threads;
	}

	@Override
	public void start() {
		String id;
		synchronized (this.lifecycle) {
			if (this.running) {
				return;
			}
			Worker started = new Worker(this.identities.get(), this.queues, this.options, this.services,
					this::stopInBackground, this.threads);
			this.stopped = new CountDownLatch(1);
			this.draining = false;
			this.worker = started;
			this.running = true;
			try {
				started.start();
			}
			catch (RuntimeException | Error ex) {
				this.running = false;
				this.draining = true;
				this.stopped.countDown();
				throw ex;
			}
			id = started.id();
		}
		logger.info("Worker '{}' serves {}", id, this.queues.given().stream().map((each) -> each.describe()).toList());
	}

	@Override
	public void stop(Runnable callback) {
		try {
			stop();
		}
		finally {
			callback.run();
		}
	}

	@Override
	public void stop() {
		this.draining = true;
		synchronized (this.lifecycle) {
			stopCurrent(this.worker);
		}
	}

	/** Stop a worker unless it has stopped, or another one was started since. */
	private void stopCurrent(@Nullable Worker stopping) {
		synchronized (this.lifecycle) {
			if (!this.running || stopping == null || stopping != this.worker) {
				return;
			}
			this.draining = true;
			try {
				stopping.stop();
			}
			finally {
				this.running = false;
				this.stopped.countDown();
			}
		}
		logger.info("Worker '{}' has stopped", stopping.id());
	}

	/**
	 * Stop without a deadline, on a separate thread: the calling thread is one of those
	 * that stop.
	 */
	private void stopInBackground(Worker leaving) {
		Thread thread = new Thread(() -> leave(leaving), "jobqueue-leave");
		thread.start();
	}

	private void leave(Worker leaving) {
		synchronized (this.lifecycle) {
			if (!this.running || leaving != this.worker) {
				return;
			}
			this.draining = true;
		}
		try {
			leaving.drain();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		stopCurrent(leaving);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Return whether the worker claims no more jobs because it stops or has stopped.
	 */
	public boolean isDraining() {
		return this.draining;
	}

	/** Return the id of the latest start, {@code null} before the first start. */
	public @Nullable String id() {
		Worker current = this.worker;
		return (current != null) ? current.id() : null;
	}

	/** Return the queues that are served, including those that were discovered. */
	public List<String> queues() {
		Worker current = this.worker;
		return (current != null) ? current.queues()
				: this.queues.given().stream().map(ContainerOptions::queue).toList();
	}

	/** Return the current status of each container; empty before the first start. */
	public List<ContainerStatus> containers() {
		Worker current = this.worker;
		return (current != null) ? current.containers() : List.of();
	}

	/**
	 * Wait until the worker has stopped, for whatever reason.
	 * @return whether it stopped within the given time
	 */
	public boolean awaitStopped(Duration longest) throws InterruptedException {
		return this.stopped.await(longest.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Return the latest idle hints of a queue.
	 * @param queue the queue
	 * @param notOlderThan the maximum age of the hints
	 * @return the hints, {@code null} if they are older or the queue is not served here
	 */
	public @Nullable IdleHints idleHints(String queue, Duration notOlderThan) {
		Worker current = this.worker;
		return (current != null) ? current.idleHints(queue, notOlderThan) : null;
	}

	/**
	 * Report jobs of lost workers that maintenance has reclaimed: the event is published,
	 * and {@code onFailure} for the jobs that have ended.
	 */
	public void reclaimed(String queue, Reclaimed reclaimed) {
		this.services.events()
			.publish(new JobEvent.Reclaimed(queue, reclaimed.requeued(),
					reclaimed.poisoned().stream().map(ClaimedJob::id).toList()));
		Worker current = this.worker;
		if (current != null) {
			reclaimed.poisoned().forEach(current::poisoned);
		}
	}

}
