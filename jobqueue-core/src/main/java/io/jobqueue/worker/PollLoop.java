package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.worker.Permits.Permit;

/**
 * Claims jobs and has them started, as many as there are free permits, until it is
 * stopped. It only loops: nothing that happens to a job, and no error, ends it.
 */
final class PollLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private static final Duration ROOM_CHECK = Duration.ofSeconds(1);

	private final Source source;

	private final Pacing pacing;

	private final Permits permits;

	private final OutcomeBuffer buffer;

	private final JobLauncher launcher;

	private final Departure departure;

	private volatile boolean stopped;

	PollLoop(Source source, Pacing pacing, Permits permits, OutcomeBuffer buffer, JobLauncher launcher,
			Departure departure) {
		this.source = source;
		this.pacing = pacing;
		this.permits = permits;
		this.buffer = buffer;
		this.launcher = launcher;
		this.departure = departure;
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try {
				step();
			}
			catch (StoreUnavailableException ex) {
				this.pacing.contact().missed(ex);
				this.pacing.waiter().await(this.pacing.backoff().next());
			}
			catch (Throwable ex) {
				logger.error("The loop of queue '{}' failed and goes on", this.source.queue(), ex);
				this.pacing.waiter().await(this.pacing.backoff().next());
			}
		}
	}

	void stop() {
		this.stopped = true;
		this.permits.close();
		this.pacing.waiter().signal();
	}

	private void step() {
		if (!this.buffer.awaitRoom(ROOM_CHECK)) {
			return;
		}
		List<Permit> free = this.permits.takeAll();
		int wanted = this.departure.reserve(free.size());
		int claimed = 0;
		Duration pause;
		try {
			long endedBefore = this.departure.endedJobs();
			ClaimResult result = (wanted > 0) ? claim(wanted) : new ClaimResult(List.of(), null, false, null);
			claimed = result.jobs().size();
			boolean more = claimed == wanted && wanted > 0;
			this.permits.hopeFor(more ? claimed : 1);
			this.buffer.hopeFor(more ? claimed : 1);
			pause = more ? Duration.ZERO : this.pacing.pace().next(result.nextDue());
			start(result.jobs(), free);
			if (wanted > 0) {
				boolean idle = claimed == 0 && free.size() == this.permits.capacity() && this.buffer.size() == 0;
				this.departure.polled(this.source.queue(), endedBefore, idle);
			}
		}
		finally {
			// Those that were not used; the others are released by their jobs.
			free.forEach(Permit::release);
			this.departure.claimed(wanted, claimed);
		}
		if (!pause.isZero() && !this.stopped) {
			this.pacing.waiter().await(pause);
		}
	}

	private ClaimResult claim(int wanted) {
		long sent = System.nanoTime();
		ClaimResult result = this.source.store()
			.claim(new ClaimRequest(this.source.queue(), this.source.worker(), wanted, this.source.lease()));
		this.pacing.contact().reached();
		this.source.look().seen(result.standing());
		Duration took = Duration.ofNanos(System.nanoTime() - sent);
		boolean late = took.compareTo(this.source.lease().dividedBy(2)) > 0;
		if (!result.jobs().isEmpty() && (late || this.stopped)) {
			// The lease began when the store answered, at an unknown moment of that
			// time: it may be over before the first renewal.
			logger.info("{} jobs of queue '{}' are given back: {}", result.jobs().size(), this.source.queue(),
					late ? "the answer of the store took " + took : "the worker is stopping");
			this.launcher.giveBack(result.jobs());
			return new ClaimResult(List.of(), result.nextDue(), result.paused(), null);
		}
		if (result.jobs().isEmpty()) {
			this.pacing.backoff().reset();
		}
		return result;
	}

	/** Start all, those after one that failed too, then tell of the first failure. */
	private void start(List<ClaimedJob> jobs, List<Permit> free) {
		RuntimeException failure = null;
		for (ClaimedJob job : jobs) {
			try {
				this.launcher.launch(job, free.remove(free.size() - 1));
			}
			catch (RuntimeException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
		this.pacing.backoff().reset();
	}

	/** Where the jobs come from. */
	record Source(JobStore store, String queue, String worker, Duration lease, LastLook look) {
	}

	/** When to ask. */
	record Pacing(Waiter waiter, PollPace pace, Backoff backoff, StoreContact contact) {
	}

}
