package io.jobqueue.store.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.Unsent;
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

	private static final String STANDING = """
			select (select count(*) from {p}running r where r.worker = :worker and r.queue = :queue) as running,
			(select count(*) from {p}lease l where l.queue = :queue and l.lease_until <= :now) as gone
			""";

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
		boolean fresh = known != null && known <= until && known >= until - spare;
		boolean renews = !more || !fresh;
		if (renews || !full) {
			this.database.send(unsent);
		}
		if (renews) {
			this.leases.claimed(request.queue(), request.worker(), head.now(), until,
					more ? null : head.now().millis());
		}
		return full ? new Seen(null, true, renews ? Unsent.NOTHING : unsent)
				: new Seen(standing(request, head.now()), true);
	}

	/** From now on the worker waits for a signal. */
	private Seen waits(ClaimRequest request, StepClock now, Unsent unsent) {
		long until = now.after(request.lease());
		if (this.database.dialect().pipelines()) {
			Map<String, Object> parameters = new HashMap<>(parameters(request, now));
			parameters.put("until", until);
			parameters.put("waiting", now.millis());
			OneTrip.Reading<String> renewed = new OneTrip.Reading<>(Leases.CLAIM_IF_FREE,
					(row, number) -> row.getString("worker"));
			OneTrip.Reading<ClaimResult.Standing> standing = new OneTrip.Reading<>(STANDING, ClaimEnd::standing);
			this.oneTrip.read(unsent, parameters, List.of(renewed, standing));
			if (!renewed.rows().isEmpty()) {
				return new Seen(standing.rows().get(0), true);
			}
		}
		boolean noted = this.leases.claimed(request.queue(), request.worker(), now, until, now.millis());
		return new Seen(standing(request, now), noted);
	}

	private ClaimResult.Standing standing(ClaimRequest request, StepClock now) {
		return this.database.sql(STANDING).params(parameters(request, now)).query(ClaimEnd::standing).single();
	}

	private static Map<String, Object> parameters(ClaimRequest request, StepClock now) {
		return Map.of("queue", request.queue(), "worker", request.worker(), "now", now.millis());
	}

	private static ClaimResult.Standing standing(ResultSet row, int number) throws SQLException {
		return new ClaimResult.Standing(row.getInt("running"), row.getInt("gone") > 0);
	}

	/**
	 * What it has seen.
	 *
	 * @param standing the hints, {@code null} if the claim got as much as it asked for
	 * @param wakes whether the worker is woken if it waits from now on; another
	 * transaction may have locked its lease
	 * @param unsent what the claim has still to send
	 */
	record Seen(ClaimResult.@Nullable Standing standing, boolean wakes, Unsent unsent) {

		private Seen(ClaimResult.@Nullable Standing standing, boolean wakes) {
			this(standing, wakes, Unsent.NOTHING);
		}

		/** When the worker is to claim again, in milliseconds. */
		@Nullable Long nextClaim(@Nullable Long nextDue, StepClock now) {
			return this.wakes ? nextDue : Long.valueOf(KeyedJobs.nextLook(nextDue, now));
		}

	}

}
