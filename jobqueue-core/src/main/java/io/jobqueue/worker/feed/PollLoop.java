package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Exchange;
import io.jobqueue.store.JobFeed;
import io.jobqueue.worker.attempt.Permits;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimAhead;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.OutcomeWriter;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Claims and starts jobs until it is stopped: as many as there are free permits, and some
 * short ones ahead. It only loops: no job and no error ends it.
 */
public final class PollLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private static final ClaimResult NOTHING = new ClaimResult(List.of(), null, false, null);

	private static final Duration ROOM_CHECK = Duration.ofSeconds(1);

	/** How long outcomes and jobs in line are left to wait for a free permit. */
	private static final Duration LEFT_TO_CLAIM = Duration.ofMillis(50);

	private final Source source;

	private final Pacing pacing;

	private final Permits permits;

	private final ClaimAhead ahead;

	private final OutcomeBuffer buffer;

	private final OutcomeWriter writer;

	private final JobLauncher launcher;

	private final ExitCondition departure;

	private volatile boolean stopped;

	public PollLoop(Source source, Pacing pacing, Room room, Outcomes outcomes, JobLauncher launcher,
			ExitCondition departure) {
		this.source = source;
		this.pacing = pacing;
		this.permits = room.permits();
		this.ahead = room.ahead();
		this.buffer = outcomes.buffer();
		this.writer = outcomes.writer();
		this.launcher = launcher;
		this.departure = departure;
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try {
				step();
			}
			catch (Throwable ex) {
				if (this.stopped) {
					logger.debug("The last step of the loop of queue '{}' was cut short", this.source.queue(), ex);
					break;
				}
				this.source.progress().failed(ex);
				this.pacing.contact().missed(ex);
				pause(this.pacing.backoff().next());
			}
		}
		this.buffer.leaveToClaim(false);
	}

	private void pause(Duration length) {
		this.buffer.leaveToClaim(false);
		this.pacing.waiter().await(length);
	}

	public void stop() {
		this.stopped = true;
		this.permits.close();
		this.launcher.stop();
		this.pacing.waiter().signal();
	}

	private void step() {
		if (!this.buffer.awaitRoom(ROOM_CHECK)) {
			return;
		}
		int wanted = this.departure.reserve(awaitRoom());
		if (wanted == 0) {
			this.source.progress().rests();
		}
		ClaimResult result = (wanted > 0) ? exchange(wanted, this.permits.active() == 0) : NOTHING;
		watchSuspect(result.jobs());
		if (wanted == 0 || result.jobs().size() < wanted) {
			this.buffer.leaveToClaim(false);
			sleep((this.permits.inLine() > 0) ? LEFT_TO_CLAIM : this.pacing.pace().next(result.nextDue()));
		}
	}

	/**
	 * Store what waits and claim, in one call, then start what was claimed.
	 */
	private ClaimResult exchange(int wanted, boolean allFree) {
		List<AttemptResult> outcomes = this.buffer.takeAlong();
		long endedBefore = this.departure.endedJobs() + outcomes.size();
		int startable = Math.min(wanted, this.permits.capacity() - this.permits.active());
		Exchange exchange = exchange(wanted, startable, outcomes);
		ClaimResult result = exchange.claimed();
		int claimed = result.jobs().size();
		this.departure.claimed(wanted, claimed);
		try {
			this.ahead.ended(outcomes);
			this.permits.hopeFor((claimed == wanted) ? Math.min(claimed, this.permits.capacity()) : 1);
			this.permits.allowAhead((claimed == wanted) ? this.ahead.more(result.jobs()) : this.ahead.none());
			this.buffer.leaveToClaim(claimed == wanted);
			start(result.jobs(), startable);
		}
		finally {
			this.writer.written(outcomes, exchange.finished());
			this.departure.launched(claimed);
		}
		boolean idle = claimed == 0 && allFree && this.buffer.size() == 0;
		this.departure.polled(this.source.queue(), endedBefore, idle);
		return result;
	}

	private Exchange exchange(int wanted, int startable, List<AttemptResult> outcomes) {
		long sent = System.nanoTime();
		this.source.progress().asking();
		Exchange exchange;
		try {
			exchange = this.source.store()
				.exchange(new ClaimRequest(this.source.queue(), this.source.worker(), wanted, startable,
						this.source.lease()), outcomes.stream().map(AttemptResult::outcome).toList());
		}
		catch (RuntimeException | Error ex) {
			// The writer finds out which of them are stored or refused.
			this.departure.claimed(wanted, 0);
			this.buffer.putBack(outcomes);
			throw ex;
		}
		this.pacing.contact().reached();
		this.source.look().seen(exchange.claimed().standing());
		ClaimResult timely = timely(exchange.claimed(), Duration.ofNanos(System.nanoTime() - sent));
		this.source.progress().answered(timely.paused() || !timely.jobs().isEmpty());
		return new Exchange(exchange.finished(), timely);
	}

	private ClaimResult timely(ClaimResult result, Duration took) {
		if (result.jobs().isEmpty()) {
			this.pacing.backoff().reset();
			return result;
		}
		boolean late = took.compareTo(this.source.lease().dividedBy(2)) > 0;
		if (!late && !this.stopped) {
			return result;
		}
		// The lease began when the store answered, at an unknown moment of that time: it
		// may be over before the first renewal.
		logger.info("{} jobs of queue '{}' are released: {}", result.jobs().size(), this.source.queue(),
				late ? "the answer of the store took " + took : "the worker is stopping");
		this.launcher.giveBack(result.jobs());
		return new ClaimResult(List.of(), result.nextDue(), result.paused(), null);
	}

	/**
	 * How many jobs may be claimed. Outcomes are left to the claim, and jobs in line for
	 * a permit, only if one is free soon: each job that ends frees one, but a job may
	 * also go on after its outcome, or for longer than those before.
	 */
	private int awaitRoom() {
		int room = this.permits.awaitRoom(LEFT_TO_CLAIM);
		if (room == 0 && !this.stopped) {
			if (this.permits.inLine() > 0) {
				this.permits.allowAhead(this.ahead.stuck());
				this.launcher.giveBackLine();
			}
			this.buffer.leaveToClaim(false);
			room = this.permits.awaitRoom();
		}
		return room;
	}

	/** A job that may be what ends its workers runs alone. */
	private void watchSuspect(List<ClaimedJob> jobs) {
		if (hasSuspect(jobs)) {
			this.buffer.leaveToClaim(false);
			this.launcher.awaitSuspects(jobs);
			this.source.progress().rests();
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
			this.pacing.waiter().await(length);
		}
	}

	/** Start all, those after one that failed too, then tell of the first failure. */
	private void start(List<ClaimedJob> jobs, int startable) {
		if (hasSuspect(jobs)) {
			this.permits.allowAhead(this.ahead.none());
			this.launcher.giveBackLine();
		}
		RuntimeException failure = null;
		boolean soon = true;
		int launched = 0;
		for (ClaimedJob job : jobs) {
			try {
				// Nothing waits behind a job that may be long.
				soon &= this.ahead.isShort(job);
				if (!this.launcher.launch(job, launched++ >= startable, soon)) {
					this.departure.notStarted();
				}
			}
			catch (RuntimeException ex) {
				this.departure.notStarted();
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
		this.pacing.backoff().reset();
	}

	/** Where the jobs come from. */
	public record Source(JobFeed store, String queue, String worker, Duration lease, LatestIdleHints look,
			ClaimProgress progress) {
	}

	/** How many jobs there is room for. */
	public record Room(Permits permits, ClaimAhead ahead) {
	}

	/** Where outcomes wait, and who writes them when no claim takes them along. */
	public record Outcomes(OutcomeBuffer buffer, OutcomeWriter writer) {
	}

	/** When to ask. */
	public record Pacing(WakeLatch waiter, PollPace pace, Backoff backoff, StoreReachability contact) {
	}

}
