package io.jobqueue.store.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.row.QueueHeads;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.upkeep.Leases;

import org.jspecify.annotations.Nullable;

/**
 * The end of a claim: it renews the lease of its worker, and looks around if it got less
 * than it asked for.
 */
final class ClaimEnd {

	/** The part of a lease that may have gone by before a claim renews it. */
	private static final int LEASE_SPARE = 20;

	private static final String IDLE_HINTS = """
			select (select count(*) from {p}running r where r.worker = :worker and r.queue = :queue) as running,
			(select count(*) from {p}lease l where l.queue = :queue and l.lease_until <= :now) as gone
			""";

	private static final OneTrip.Query<Integer> ANY_READY = new OneTrip.Query<>(
			"select 1 where " + QueueHeads.ready(":queue") + " is not null", (row, number) -> row.getInt(1));

	private final Database database;

	private final Leases leases;

	private final OneTrip oneTrip;

	ClaimEnd(Database database) {
		this.database = database;
		this.leases = new Leases(database);
		this.oneTrip = new OneTrip(database);
	}

	/** Of a queue that is paused. */
	Seen paused(ClaimRequest request, StepClock now) {
		return waits(request, now, Unsent.NOTHING);
	}

	/**
	 * A lease that has just been renewed is left as it is: under load this would be one
	 * more write each time, and of one row.
	 * @param more whether the queue may have more jobs, so that the worker does not wait
	 * @param full whether the claim got as much as it asked for
	 * @param unsent what the claim has still to send
	 */
	Seen of(ClaimRequest request, ClaimReads.Head head, boolean more, boolean full, Unsent unsent) {
		if (!more && !full) {
			return waits(request, head.now(), unsent);
		}
		long until = head.now().after(request.lease());
		long spare = request.lease().toMillis() / LEASE_SPARE;
		Long known = head.leaseUntil();
		boolean fresh = !head.waiting() && known != null && known <= until && known >= until - spare;
		boolean renews = !more || !fresh;
		if (renews || !full) {
			this.database.send(unsent);
		}
		if (renews) {
			this.leases.claimed(request.queue(), request.worker(), head.now(), until,
					more ? null : head.now().millis());
		}
		return full ? new Seen(null, true, renews ? Unsent.NOTHING : unsent)
				: new Seen(idleHints(request, head.now()), true);
	}

	/** From now on the worker waits for a signal. */
	private Seen waits(ClaimRequest request, StepClock now, Unsent unsent) {
		if (this.database.dialect().pipelines()) {
			Wait wait = new Wait();
			this.oneTrip.read(unsent, waiting(request, now), wait.readings());
			if (wait.isNoted()) {
				return new Seen(wait.hints(), true);
			}
		}
		boolean noted = this.leases.claimed(request.queue(), request.worker(), now, now.after(request.lease()),
				now.millis());
		return new Seen(idleHints(request, now), noted);
	}

	/**
	 * Whether a worker that has a lease may commit and note that it waits in one round
	 * trip. Its jobs have that lease, also if the note cannot be made.
	 */
	boolean commitsWait(ClaimReads.Head head) {
		return this.database.dialect().pipelines() && head.isLeased();
	}

	/**
	 * Commit a claim whose worker waits from now on, and look at the queue after that.
	 */
	Committed commitWait(ClaimRequest request, StepClock now, Unsent unsent, AtomicBoolean committing) {
		Wait wait = new Wait();
		boolean left = !this.oneTrip
			.commitAndRead(unsent, wait.readings(), ANY_READY, waiting(request, now), committing)
			.isEmpty();
		return new Committed(new Seen(wait.hints(), wait.isNoted()), left);
	}

	/**
	 * Commit a claim.
	 * @param looks whether to look at the queue after that
	 * @return whether jobs are ready then, as far as it has looked
	 */
	boolean commit(String queue, Unsent unsent, boolean looks, AtomicBoolean committing) {
		if (looks) {
			return !this.oneTrip.commitAndRead(unsent, List.of(), ANY_READY, Map.of("queue", queue), committing)
				.isEmpty();
		}
		this.oneTrip.commit(unsent, committing);
		return false;
	}

	private static Map<String, Object> waiting(ClaimRequest request, StepClock now) {
		Map<String, Object> parameters = new HashMap<>(parameters(request, now));
		parameters.put("until", now.after(request.lease()));
		parameters.put("waiting", now.millis());
		return parameters;
	}

	private ClaimResult.IdleHints idleHints(ClaimRequest request, StepClock now) {
		return this.database.sql(IDLE_HINTS).params(parameters(request, now)).query(ClaimEnd::idleHints).single();
	}

	private static Map<String, Object> parameters(ClaimRequest request, StepClock now) {
		return Map.of("queue", request.queue(), "worker", request.worker(), "now", now.millis());
	}

	private static ClaimResult.IdleHints idleHints(ResultSet row, int number) throws SQLException {
		return new ClaimResult.IdleHints(row.getInt("running"), row.getInt("gone") > 0);
	}

	/**
	 * What it has seen.
	 *
	 * @param idleHints the hints, {@code null} if the claim got as much as it asked for
	 * @param wakes whether the worker is woken if it waits from now on; another
	 * transaction may have locked its lease
	 * @param unsent what the claim has still to send
	 */
	record Seen(ClaimResult.@Nullable IdleHints idleHints, boolean wakes, Unsent unsent) {

		private Seen(ClaimResult.@Nullable IdleHints idleHints, boolean wakes) {
			this(idleHints, wakes, Unsent.NOTHING);
		}

		/** When the worker is to claim again, in milliseconds. */
		@Nullable Long nextClaim(@Nullable Long nextDue, StepClock now) {
			return this.wakes ? nextDue : Long.valueOf(KeyedJobs.nextLook(nextDue, now));
		}

	}

	/**
	 * What it has seen, and whether jobs were ready after the commit.
	 */
	record Committed(Seen seen, boolean left) {
	}

	/** The note that a worker waits, and the hints for it, in one round trip. */
	private record Wait(OneTrip.Reading<String> noted, OneTrip.Reading<ClaimResult.IdleHints> idleHints) {

		Wait() {
			this(new OneTrip.Reading<>(Leases.CLAIM_IF_FREE, (row, number) -> row.getString("worker")),
					new OneTrip.Reading<>(IDLE_HINTS, ClaimEnd::idleHints));
		}

		List<OneTrip.Reading<?>> readings() {
			return List.of(this.noted, this.idleHints);
		}

		/** Not if another transaction has locked the lease, or there is none. */
		boolean isNoted() {
			return !this.noted.rows().isEmpty();
		}

		ClaimResult.IdleHints hints() {
			return this.idleHints.rows().get(0);
		}

	}

}
