package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.State;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the schedules of a store as they are shown to people. Safe for use by many
 * threads.
 */
public final class ScheduleReads {

	/** How many schedules one page has at most. */
	public static final int LARGEST_PAGE = 1000;

	private static final Logger logger = LoggerFactory.getLogger(ScheduleReads.class);

	private final ScheduleChanges changes;

	private final PayloadMask mask;

	/**
	 * Create a reader.
	 * @param store where schedules are kept; if it has none, each call fails
	 * @param mask masks what is sensitive in payloads
	 */
	public ScheduleReads(StoreBackend store, PayloadMask mask) {
		this.changes = new ScheduleChanges(store);
		this.mask = mask;
	}

	@Nullable JobSchedule find(String name) {
		StoredSchedule schedule = this.changes.find(name);
		return (schedule != null) ? info(schedule, this.changes.now()) : null;
	}

	/**
	 * Schedules in the order of their names.
	 * @param after the last name of the previous page, {@code null} for the first page
	 * @param limit from 1 to {@value #LARGEST_PAGE}
	 */
	public List<JobSchedule> list(@Nullable String after, int limit) {
		if (limit < 1 || limit > LARGEST_PAGE) {
			throw new InvalidScheduleException("'limit' is from 1 to %d, but was %d".formatted(LARGEST_PAGE, limit));
		}
		List<StoredSchedule> page = this.changes.store().list(after, limit);
		Instant now = page.isEmpty() ? Instant.EPOCH : this.changes.now();
		return page.stream().map((schedule) -> info(schedule, now)).toList();
	}

	private JobSchedule info(StoredSchedule schedule, Instant now) {
		State state = state(schedule, now);
		try {
			return ScheduleRules.read(schedule).info(schedule, state, this.mask);
		}
		catch (RuntimeException ex) {
			logger.debug("The definition of schedule '{}' is of another release", schedule.name(), ex);
			return new JobSchedule(schedule.name(), ClaimedJob.UNREADABLE, schedule.queue(), "null", null, null,
					ZoneId.of("UTC"), Misfire.ONCE, 1, Overlap.SKIP, Duration.ZERO, JobSchedule.Origin.RUNTIME, state,
					schedule.due(), schedule.runs());
		}
	}

	/** A schedule fires if it is due some time, whatever else is kept of it. */
	private static State state(StoredSchedule schedule, Instant now) {
		try {
			return ScheduleMarks.read(schedule.marks()).paused() ? State.PAUSED
					: ScheduleChanges.isStale(schedule, now) ? State.UNDECLARED : State.ACTIVE;
		}
		catch (RuntimeException ex) {
			logger.debug("The marks of schedule '{}' are of another release", schedule.name(), ex);
			return (schedule.due() != null) ? State.ACTIVE : State.UNDECLARED;
		}
	}

}
