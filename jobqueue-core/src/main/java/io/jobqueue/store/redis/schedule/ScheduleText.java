package io.jobqueue.store.redis.schedule;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.schedule.ScheduleRuns;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The forms of schedules in Redis. A state has revision, tick of the last job, last job,
 * fingerprint and marks, as {@code scheduling.lua} knows them.
 */
public final class ScheduleText {

	private static final String UNIT = String.valueOf(RedisText.UNIT);

	private static final int FIELDS = 5;

	private ScheduleText() {
	}

	/** The state of a schedule. */
	public static String state(StoredSchedule schedule) {
		return schedule.revision() + UNIT + millis(schedule.lastTick()) + UNIT + RedisText.orEmpty(schedule.lastJob())
				+ UNIT + schedule.fingerprint() + UNIT + schedule.marks();
	}

	/** The schedule that scripts answered. */
	public static StoredSchedule read(String name, String queue, Parts parts) {
		String[] state = parts.state.split(UNIT, FIELDS);
		return new StoredSchedule(name, queue, Long.parseLong(state[0]), instant(parts.due), instant(parts.waiting),
				instant(state[1]), state[2].isEmpty() ? null : JobId.of(state[2]), state[3], parts.definition, state[4],
				instant(parts.declared), ScheduleRuns.read(parts.runs));
	}

	/** A time in milliseconds; empty for none. */
	public static String millis(@Nullable Instant time) {
		return (time != null) ? Long.toString(time.toEpochMilli()) : "";
	}

	private static @Nullable Instant instant(String millis) {
		return millis.isEmpty() ? null : Instant.ofEpochMilli((long) Double.parseDouble(millis));
	}

	/** What became of ticks, from their letters. */
	public static List<Outcome> outcomes(String letters) {
		return Arrays.stream(letters.split("")).map((letter) -> {
			Outcome outcome = ScheduleRuns.outcome(letter);
			if (outcome == null) {
				throw new IllegalStateException("A script answered '" + letter + "' for a tick");
			}
			return outcome;
		}).toList();
	}

	/**
	 * What scripts answer of a schedule.
	 *
	 * @param state its state
	 * @param definition its definition
	 * @param due when it is due
	 * @param waiting the tick that waits
	 * @param declared when it was declared
	 * @param runs its notes
	 */
	public record Parts(String state, String definition, String due, String waiting, String declared, String runs) {

		/** The next ones of an answer of {@code find_schedules.lua}. */
		public static Parts next(Iterator<Object> answer) {
			return new Parts(text(answer), text(answer), text(answer), text(answer), text(answer), text(answer));
		}

		private static String text(Iterator<Object> answer) {
			return RedisText.string(answer.next());
		}

	}

}
