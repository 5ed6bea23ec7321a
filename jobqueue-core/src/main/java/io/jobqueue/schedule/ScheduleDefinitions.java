package io.jobqueue.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.schedule.timing.Timing;
import io.jobqueue.schedule.timing.Zones;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

/**
 * Checks definitions: the request as a dispatch checks it, and the times.
 */
final class ScheduleDefinitions {

	private final JobPreparation preparation;

	ScheduleDefinitions(JobPreparation preparation) {
		this.preparation = preparation;
	}

	/**
	 * Check a definition.
	 * @throws InvalidScheduleException if it cannot be used; the message names the
	 * schedule
	 */
	ScheduleRules check(Definition definition, Origin origin) {
		try {
			return rules(definition, origin);
		}
		catch (InvalidScheduleException ex) {
			throw InvalidScheduleException.of(definition.name(), ex.reason(), ex);
		}
	}

	private ScheduleRules rules(Definition definition, Origin origin) {
		if ((definition.cron() == null) == (definition.every() == null)) {
			throw new InvalidScheduleException(
					(definition.cron() == null) ? "it has neither 'cron' nor 'every': set one of them"
							: "it has both 'cron' and 'every': keep one");
		}
		if (definition.cron() != null) {
			Timing.cron(definition.cron(), definition.zone());
		}
		// A zone of the API has a name that can be read again.
		Zones.of(definition.zone().getId());
		NewJob job = prepare(definition);
		if (job.traits().unique() != null) {
			throw new InvalidScheduleException(
					"its jobs have a unique key: leave it out, and use 'overlap' to keep them apart");
		}
		return new ScheduleRules(definition.name(), job.queue(), definition.cron(), definition.every(),
				definition.zone(), definition.misfire(), definition.misfireCap(), definition.overlap(),
				definition.jitter(), origin, details(definition, job), job.traits(), this.preparation.identity(job));
	}

	/**
	 * The correlation id of the job that puts a schedule is none of its jobs', and that
	 * job is not their parent.
	 */
	private static JobDetails details(Definition definition, NewJob job) {
		Map<String, String> headers = new LinkedHashMap<>(job.headers());
		headers.remove(JobInfo.PARENT_HEADER);
		return job.details().withCorrelationId(definition.request().correlationId()).withHeaders(headers);
	}

	private NewJob prepare(Definition definition) {
		try {
			return this.preparation.prepare(definition.request());
		}
		catch (InvalidScheduleException ex) {
			throw ex;
		}
		catch (JobQueueException ex) {
			throw new InvalidScheduleException("its jobs cannot be dispatched: " + ex.getMessage(), ex);
		}
	}

}
