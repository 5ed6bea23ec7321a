package io.jobqueue.autoconfigure.schedule;

import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Bad values of schedules, limits and queues in properties. The start fails, and the
 * message names the key or the schedule.
 */
class BadSchedulingPropertiesTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(Reports.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			value = { "every=0s | - | jobqueue.schedules.x.every must be at least 100ms, but was 0s",
					"every=-1s | - | jobqueue.schedules.x.every must be at least 100ms, but was -1s",
					"every=10ms | - | jobqueue.schedules.x.every must be at least 100ms, but was 10ms",
					"every=5 | - | jobqueue.schedules.x.every has no unit",
					"every=40000d | - | jobqueue.schedules.x.every must be at most",
					"every=often | - | 'jobqueue.schedules.x.every' to java.time.Duration",
					"every=1h | cron=@daily | Schedule 'x' (jobqueue.schedules.x) cannot be used: it has both",
					"zone=UTC | - | Schedule 'x': it has neither 'cron' nor 'every'",
					"cron=0 0 0 31 2 * | - | never comes", "cron=* * * | - | it has 3 fields: use six",
					"cron=@daily | zone=Amerika/New_York | Did you mean 'America/New_York'?",
					"cron=@daily | misfire=never | 'jobqueue.schedules.x.misfire' to io.jobqueue.Misfire",
					"cron=@daily | overlap=never | 'jobqueue.schedules.x.overlap' to io.jobqueue.Overlap",
					"cron=@daily | misfire-cap=0 | jobqueue.schedules.x.misfire-cap must be positive, but was 0",
					"cron=@daily | misfire-cap=1001 | jobqueue.schedules.x.misfire-cap must be at most 1000",
					"cron=@daily | jitter=-1s | jobqueue.schedules.x.jitter must not be negative",
					"cron=@daily | jitter=2d | jobqueue.schedules.x.jitter must be at most 1d",
					"cron=@daily | task=nobody | its task 'nobody' does not exist",
					"cron=@daily | payload={} | its task 'reports.flush' takes no payload",
					"cron=@daily | task=reports.count | takes a payload of type",
					"cron=@daily | queue=no queue | 'no queue' is no name for a queue",
					"cron=@daily | croon=@daily | [jobqueue.schedules.x.croon] were left unbound" })
	void ofASchedule(String one, String other, String reason) {
		ApplicationContextRunner bad = this.runner.withPropertyValues("jobqueue.schedules.x.task=reports.flush",
				"jobqueue.schedules.x." + one);
		Contexts.assertFails((other != null) ? bad.withPropertyValues("jobqueue.schedules.x." + other) : bad, reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"jobqueue.schedules.[a b].task=reports.flush | 'a b' is no name for a schedule",
			"jobqueue.containers.c.concurrency=3 | jobqueue.containers.c.queues must name at least one queue, but is not set",
			"jobqueue.queues.q.max-running=-1 | jobqueue.queues.q.max-running must not be negative, but was -1",
			"jobqueue.queues.q.max-running=1000001 | jobqueue.queues.q.max-running must be at most 1000000",
			"jobqueue.queues.q.rate-limit=often | jobqueue.queues.q.rate-limit must be a number and a period",
			"jobqueue.queues.q.rate-limit=10/PT9223372036854775807S | jobqueue.queues.q.rate-limit must be a number",
			"jobqueue.queues.q.rate-limit=10/2d | jobqueue.queues.q.rate-limit must be a number and a period of at most 1d",
			"jobqueue.queues.q.limits.[a b].max-running=1 | jobqueue.queues.q.limits.a b must be named by 1 to 100",
			"jobqueue.queues.q.limits.tenant.max-running=-1 | jobqueue.queues.q.limits.tenant.max-running must not be",
			"jobqueue.queues.q.max-size=-1 | jobqueue.queues.q.max-size must not be negative, but was -1",
			"jobqueue.queues.q.on-full=drop | for value [drop]",
			"jobqueue.queues.q.block-timeout=0s | jobqueue.queues.q.block-timeout must be at least 10ms, but was 0s",
			"jobqueue.queues.q.block-timeout=2d | jobqueue.queues.q.block-timeout must be at most 1h",
			"jobqueue.queues.q.order=random | for value [random]",
			"jobqueue.queues.q.order=fair | jobqueue.queues.q.order needs a limit key whose values take turns",
			"jobqueue.queues.[no queue].max-running=1 | jobqueue.queues.no queue must consist of 1 to 100 letters" })
	void ofAQueue(String property, String reason) {
		Contexts.assertFails(this.runner.withPropertyValues(property), reason);
	}

	@ParameterizedTest
	@CsvSource({ "a=b", "a b" })
	void ofTheKeyOfFairOrder(String key) {
		Contexts.assertFails(
				this.runner.withPropertyValues("jobqueue.queues.q.order=fair", "jobqueue.queues.q.fair-by=" + key),
				"jobqueue.queues.q.fair-by must consist of 1 to 100 letters");
	}

	static class Reports {

		@JobTask
		void flush() {
		}

		@JobTask
		void count(Long number) {
		}

	}

}
