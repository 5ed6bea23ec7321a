package io.jobqueue.store.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a look at schedules found.
 *
 * @param now the clock of the store
 * @param due schedules to fire, without their runs
 * @param next the time until another schedule is due, {@code null} if none is known
 */
public record ScheduleLook(Instant now, List<StoredSchedule> due, @Nullable Duration next) {

	/** How often a tick that waits for the end of a job is looked at. */
	public static final Duration WAITING = Duration.ofSeconds(1);

	public ScheduleLook {
		due = List.copyOf(due);
	}

}
