package io.jobqueue.autoconfigure.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.schedule.ScheduleValues;

/** Converts the keys under {@code jobqueue.schedules} to values of the core. */
final class ScheduleSettings {

	private ScheduleSettings() {
	}

	static Map<String, ScheduleValues> values(Map<String, JobQueueProperties.Schedule> schedules) {
		Map<String, ScheduleValues> values = new LinkedHashMap<>();
		schedules.forEach((name, schedule) -> values.put(name, values(schedule)));
		return values;
	}

	private static ScheduleValues values(JobQueueProperties.Schedule schedule) {
		return new ScheduleValues(schedule.task(), schedule.payload(), schedule.queue(), schedule.cron(),
				schedule.every(), schedule.zone(), schedule.misfire(), schedule.misfireCap(), schedule.overlap(),
				schedule.jitter(), schedule.paused());
	}

}
