package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimMode;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.OutcomeWriter;
import io.jobqueue.worker.permit.Permits;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Claims and starts jobs until it is stopped: as many as there are free permits, and some
 * short ones ahead. No job and no error ends the loop.
 */
public final class PollLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private static final ClaimResult NOTHING = new ClaimResult(List.of(), null, false, null);

	private static final Duration ROOM_CHECK = Duration.ofSeconds(1);

	/**
	 * The maximum time for which outcomes and claimed jobs wait for a free permit.
	 */
	private static final Duration LONGEST_DEFERRAL = Duration.ofMillis(50);

	private final Source source;

	private final Pacing pacing;

	private final Permits permits;

	private final ClaimMode mode;

	private final OutcomeBuffer buffer;

	private final OutcomeWriter writer;

	private final JobLauncher launcher;

	private final ExitCondition exitCondition;

	private final DrainedQueue drained;

	private volatile boolean stopped;

	public PollLoop(Source source, Pacing pacing, Room room, Outcomes outcomes, JobLauncher launcher,
			ExitCondition exitCondition) {
		this.source = source;
		this.pacing = pacing;
		this.permits = room.permits();
		this.mode = room.mode();
		this.buffer = outcomes.buffer();
		this.writer = outcomes.writer();
		this.launcher = launcher;
		this.exitCondition = exitCondition;
		this.drained = new DrainedQueue(source, this.permits, this.buffer, exitCondition);
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try {
				step();
			}
			catch (Throwable ex) {
				if (this.stopped) {
					logger.debug("The last step of the poll loop of queue '{}' was interrupted", this.source.queue(),
							ex);
					break;
				}
				this.source.progress().failed(ex);
				this.pacing.reachability().failed(ex);
				pause(this.pacing.backoff().next());
			}
		}
		this.mode.hold();
	}

	private void pause(Duration length) {
		hold();
		this.pacing.wakeLatch().await(length);
	}

	/** The next claim is delayed. Meanwhile the permits may serve other queues. */
	private void hold() {
		this.mode.hold();
		this.permits.giveUp(0);
	}

	public void stop() {
		this.stopped = true;
		this.permits.close();
		this.launcher.stop();
		this.pacing.wakeLatch().signal();
	}

	private void step() {
		if (!this.buffer.awaitRoom(Duration.ZERO)) {
			hold();
			if (!this.buffer.awaitRoom(ROOM_CHECK)) {
				return;
			}
		}
		int wanted = this.exitCondition.tryReserve(awaitRoom());
		if (wanted == 0) {
			this.source.progress().becameIdle();
			this.launcher.releaseBacklog();
			this.drained.look();
		}
		ClaimResult result = (wanted > 0) ? exchange(wanted, this.permits.active() == 0) : NOTHING;
		watchSuspect(result.jobs());
		if (wanted == 0 || result.jobs().size() < wanted) {
			hold();
			sleep((this.permits.backlogSize() > 0) ? LONGEST_DEFERRAL
					: this.exitCondition.atMost(this.pacing.pace().next(result.nextDue())));
		}
	}

	/**
	 * Store pending outcomes and claim jobs, in one call, then start the claimed jobs.
	 */
	private ClaimResult exchange(int wanted, boolean allFree) {
		List<AttemptResult> outcomes = this.buffer.takeForExchange();
		long endsBefore = this.exitCondition.ends() + outcomes.size();
		int startable = Math.min(wanted, this.permits.startable());
		Exchange exchange = exchange(wanted, startable, outcomes);
		ClaimResult result = exchange.claimed();
		int claimed = result.jobs().size();
		this.exitCondition.claimed(wanted, claimed);
		try {
			this.mode.claimed(claimed == wanted, result.jobs(), result.isLimited(), outcomes);
			if (claimed < wanted) {
				this.permits.giveUp(claimed);
			}
			this.launcher.applied(result.rules());
			start(result.jobs(), startable);
		}
		finally {
			this.writer.written(outcomes, exchange.finished());
			this.exitCondition.launched(claimed);
		}
		boolean idle = claimed == 0 && allFree && this.buffer.size() == 0;
		this.exitCondition.polled(this.source.queue(), endsBefore, idle);
		return result;
	}

	private Exchange exchange(int wanted, int startable, List<AttemptResult> outcomes) {
		long sent = System.nanoTime();
		this.drained.claims();
		this.source.progress().claimStarted();
		Exchange exchange;
		try {
			exchange = this.source.store()
				.exchange(new ClaimRequest(this.source.queue(), this.source.worker(), wanted, startable,
						this.source.lease()), outcomes.stream().map(AttemptResult::outcome).toList());
		}
		catch (RuntimeException | Error ex) {
			// The outcome writer determines which outcomes are stored or refused.
			this.exitCondition.claimed(wanted, 0);
			this.buffer.putBack(outcomes);
			throw ex;
		}
		this.pacing.reachability().succeeded();
		this.source.idleHints().record(exchange.claimed().idleHints());
		ClaimResult timely = timely(exchange.claimed(), Duration.ofNanos(System.nanoTime() - sent));
		this.source.progress().claimAnswered(timely);
		return new Exchange(exchange.finished(), timely);
	}

	private ClaimResult timely(ClaimResult result, Duration took) {
		if (result.jobs().isEmpty()) {
			this.pacing.backoff().reset();
			return result;
		}
		boolean late = took.plus(took).compareTo(this.source.lease()) > 0;
		if (!late && !this.stopped) {
			return result;
		}
		// The lease began at an unknown time of the call: it may end before a renewal.
		logger.info("{} jobs of queue '{}' are released: {}", result.jobs().size(), this.source.queue(),
				late ? "the reply of the store took " + DurationText.ofMeasured(took) : "the worker is stopping");
		this.launcher.release(result.jobs());
		return new ClaimResult(List.of(), result.nextDue(), result.paused(), null);
	}

	/**
	 * Return how many jobs may be claimed. Outcomes wait for the next claim, and claimed
	 * jobs for a permit, only if one is free soon. Each job that ends frees one, but a
	 * job may also continue after its outcome, or run longer than those before.
	 */
	private int awaitRoom() {
		int room = this.permits.awaitRoom(LONGEST_DEFERRAL);
		if (room == 0 && !this.stopped) {
			if (this.permits.backlogSize() > 0) {
				this.mode.stalled();
				this.launcher.releaseBacklog();
			}
			this.mode.hold();
			room = this.permits.awaitRoom();
		}
		return room;
	}

	/** Run a suspect job alone, because it may be the cause of lost workers. */
	private void watchSuspect(List<ClaimedJob> jobs) {
		if (hasSuspect(jobs)) {
			hold();
			this.launcher.awaitSuspects(jobs);
			this.source.progress().becameIdle();
		}
	}

	private static boolean hasSuspect(List<ClaimedJob> jobs) {
		for (ClaimedJob job : jobs) {
			if (job.isSuspect()) {
				return true;
			}
		}
		return false;
	}

	private void sleep(Duration length) {
		if (!this.stopped) {
			this.pacing.wakeLatch().await(length);
		}
	}

	/**
	 * Start all jobs, also those after one that failed, then throw the first failure.
	 */
	private void start(List<ClaimedJob> jobs, int startable) {
		if (hasSuspect(jobs)) {
			this.mode.suspectClaimed();
			this.launcher.releaseBacklog();
		}
		RuntimeException failure = null;
		boolean soon = true;
		int launched = 0;
		JobLauncher.Launch last = JobLauncher.Launch.STARTED;
		for (ClaimedJob job : jobs) {
			if (last == JobLauncher.Launch.NO_PERMIT) {
				// A permit may be free by now, but it is for the job before.
				this.launcher.release(List.of(job));
				this.exitCondition.notStarted();
				continue;
			}
			try {
				// No job waits behind a job that may be long.
				soon &= this.mode.isShort(job);
				last = this.launcher.launch(job, launched++ >= startable, soon);
				if (last != JobLauncher.Launch.STARTED) {
					this.exitCondition.notStarted();
				}
			}
			catch (RuntimeException ex) {
				this.exitCondition.notStarted();
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
		this.pacing.backoff().reset();
	}

	/** The source of the jobs. */
	public record Source(JobFeed store, String queue, String worker, Duration lease, LatestIdleHints idleHints,
			ClaimProgress progress) {
	}

	/** The limits for claims. */
	public record Room(Permits permits, ClaimMode mode) {
	}

	/**
	 * The buffer of outcomes, and the writer that stores those that no claim has stored.
	 */
	public record Outcomes(OutcomeBuffer buffer, OutcomeWriter writer) {
	}

	/** The timing of claims. */
	public record Pacing(WakeLatch wakeLatch, PollPace pace, Backoff backoff, StoreReachability reachability) {
	}

}
