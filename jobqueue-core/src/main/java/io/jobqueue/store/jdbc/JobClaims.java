package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out jobs. One transaction moves the rows of the first ready jobs to the running
 * ones and renews the lease, so no job runs without one.
 */
final class JobClaims {

	private static final Logger logger = LoggerFactory.getLogger(JobClaims.class);

	/** How many jobs that fall due a claim makes ready before it takes some. */
	private static final int PROMOTE = 500;

	private static final String HEAD = """
			select {now} as micros, (select q.paused from {p}queue q where q.name = :queue) as paused,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED') as scheduled,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'RETRY') as retry
			""";

	private static final String STANDING = """
			select (select count(*) from {p}running r where r.worker = :worker and r.queue = :queue) as running,
			(select count(*) from {p}lease l where l.queue = :queue and l.lease_until <= :now) as gone
			""";

	private final Database database;

	private final Queues queues;

	private final Leases leases;

	private final JobFinder finder;

	private final ReadyJobs ready;

	private final Wakes wakes;

	JobClaims(Database database, Queues queues, JobFinder finder, Wakes wakes) {
		this.database = database;
		this.queues = queues;
		this.leases = new Leases(database);
		this.finder = finder;
		this.ready = new ReadyJobs(database);
		this.wakes = wakes;
	}

	ClaimResult claim(ClaimRequest request) {
		Changes changes = new Changes();
		ClaimResult result = this.database.step("claim jobs", () -> {
			changes.clear();
			List<String> seen = this.queues.note(Set.of(request.queue()));
			this.database.afterCommit(() -> this.queues.remember(seen));
			return claim(request, head(request.queue()), changes);
		});
		if (!result.paused()) {
			// What it left is for the next one; and what came between its look at the
			// queue and the note that it sleeps has woken nobody yet.
			this.wakes.wake(List.of(Wake.ifReady(request.queue())));
		}
		return result;
	}

	private ClaimResult claim(ClaimRequest request, Head head, Changes changes) {
		Moment now = head.now;
		long until = now.after(request.lease());
		if (head.paused) {
			this.leases.claimed(request.queue(), request.worker(), until, now.millis());
			return new ClaimResult(List.of(), null, true, standing(request, now));
		}
		Long nextDue = head.nextDue;
		if (nextDue != null && nextDue <= now.millis()) {
			this.ready.promote(request.queue(), now, PROMOTE, changes);
			changes.write(this.database);
			changes.clear();
			nextDue = this.ready.nextDue(request.queue());
		}
		ReadyJobs.First first = this.ready.first(request.queue(), request.limit());
		List<ClaimedJob> jobs = start(first.slots(), request.worker(), now, changes);
		changes.write(this.database);
		this.leases.claimed(request.queue(), request.worker(), until, first.more() ? null : now.millis());
		return new ClaimResult(jobs, (nextDue != null) ? Duration.ofMillis(nextDue - now.millis()) : null, false,
				(jobs.size() < request.limit()) ? standing(request, now) : null);
	}

	private ClaimResult.Standing standing(ClaimRequest request, Moment now) {
		return this.database.sql(STANDING)
			.param("queue", request.queue())
			.param("worker", request.worker())
			.param("now", now.millis())
			.query((row, number) -> new ClaimResult.Standing(row.getInt("running"), row.getInt("gone") > 0))
			.single();
	}

	private List<ClaimedJob> start(List<Slot> slots, String worker, Moment now, Changes changes) {
		Map<String, JobFinder.Known> known = this.finder.known(slots.stream().map(Slot::id).toList());
		List<ClaimedJob> jobs = new ArrayList<>(slots.size());
		for (Slot slot : slots) {
			changes.leaveReady(slot);
			JobFinder.Known job = known.get(slot.id());
			if (job == null) {
				logger.warn("Job '{}' of queue '{}' has no record and cannot run; it is forgotten", slot.id(),
						slot.queue());
				continue;
			}
			Running running = new Running(slot.withCounts(slot.delivery() + 1, slot.retries(), slot.losses()), worker,
					now.millis(), 0);
			changes.enterRunning(running);
			jobs.add(job.record().claimed(running, job.past()));
		}
		return jobs;
	}

	private Head head(String queue) {
		return this.database.sql(HEAD).param("queue", queue).query((row, number) -> {
			Long scheduled = Values.longOrNull(row, "scheduled");
			Long retry = Values.longOrNull(row, "retry");
			Long next = (scheduled == null || (retry != null && retry < scheduled)) ? retry : scheduled;
			return new Head(new Moment(row.getLong("micros")), row.getBoolean("paused"), next);
		}).single();
	}

	/** What a claim must know before it begins. */
	private record Head(Moment now, boolean paused, @Nullable Long nextDue) {
	}

}
