package io.jobqueue.autoconfigure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobContext;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.JobSchedule.State;
import io.jobqueue.JobSchedules;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.schedule.ScheduleTimer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleAutoConfigurationTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(Reports.class);

	@Test
	void annotationFires() {
		this.runner.withPropertyValues("jobqueue.schedules.[reports.flush].every=100ms").run((context) -> {
			Reports reports = context.getBean(Reports.class);
			Instant tick = reports.ticks.poll(10, TimeUnit.SECONDS);
			assertThat(tick).isNotNull();
			assertThat(reports.ticks.poll(10, TimeUnit.SECONDS)).isAfter(tick);
			io.jobqueue.JobSchedule schedule = context.getBean(JobSchedules.class).find("reports.flush");
			assertThat(schedule).isNotNull();
			assertThat(schedule.every()).isEqualTo(Duration.ofMillis(100));
			assertThat(schedule.origin()).isEqualTo(Origin.CONFIGURATION);
			assertThat(schedule.state()).isEqualTo(State.ACTIVE);
		});
	}

	@Test
	void propertiesDeclareASchedule() {
		this.runner
			.withPropertyValues("jobqueue.schedules.all.task=reports.build",
					"jobqueue.schedules.all.payload=everything", "jobqueue.schedules.all.every=100ms",
					"jobqueue.schedules.all.overlap=allow", "jobqueue.schedules.all.misfire=all",
					"jobqueue.schedules.all.misfire-cap=3")
			.run((context) -> assertThat(context.getBean(Reports.class).built.poll(10, TimeUnit.SECONDS))
				.isEqualTo("everything"));
	}

	@Test
	void scheduleIsPutAtRunTime() {
		this.runner.run((context) -> {
			JobSchedules schedules = context.getBean(JobSchedules.class);
			schedules
				.put(Definition.of("often", JobRequest.of(Reports::build, "now")).withEvery(Duration.ofMillis(100)));
			assertThat(context.getBean(Reports.class).built.poll(10, TimeUnit.SECONDS)).isEqualTo("now");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "jobqueue.schedules.x.task=nobody | its task 'nobody' does not exist",
					"jobqueue.schedules.x.cron=0 0 3 * * * | set 'jobqueue.schedules.x.task'",
					"jobqueue.schedules.[reports.flush].zone=Europe/Berln | Did you mean 'Europe/Berlin'?",
					"jobqueue.schedules.[reports.flush].cron=0 0 0 31 2 * | never comes" })
	void badScheduleFailsTheStart(String property, String reason) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidScheduleException.class.getName() + ": Schedule '")
				.hasStackTraceContaining(reason));
	}

	@Test
	void payloadThatIsMissingIsAFaultOfTheSchedule() {
		this.runner.withBean(Letters.class).run((context) -> {
			Throwable failure = context.getStartupFailure();
			String description = SpringFactoriesLoader.forDefaultResourceLocation()
				.load(FailureAnalyzer.class, ArgumentResolver.none(), (type, name, ex) -> {
				})
				.stream()
				.map((analyzer) -> analyzer.analyze(failure))
				.filter(Objects::nonNull)
				.findFirst()
				.map(FailureAnalysis::getDescription)
				.orElse("");
			assertThat(description).contains("Schedule 'letters.send': its jobs cannot be dispatched")
				.contains("takes a payload");
		});
	}

	@Test
	void boundsOfPropertiesNameTheKey() {
		this.runner.withPropertyValues("jobqueue.schedules.x.every=1ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("jobqueue.schedules.x.every"));
	}

	@Test
	void applicationThatOnlyDispatchesManagesSchedules() {
		this.runner
			.withPropertyValues("jobqueue.worker.enabled=false", "jobqueue.schedules.x.task=of-another-application")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ScheduleTimer.class);
				JobSchedules schedules = context.getBean(JobSchedules.class);
				schedules.put(Definition.of("daily", JobRequest.of("of-another", null)).withCron("@daily"));
				Awaitility.await().until(() -> schedules.list().size() == 1);
			});
	}

	static class Letters {

		@JobTask
		@JobSchedule(every = "1h")
		void send(String payload) {
		}

	}

	static class Reports {

		final BlockingQueue<Instant> ticks = new LinkedBlockingQueue<>();

		final BlockingQueue<String> built = new LinkedBlockingQueue<>();

		@JobTask
		@JobSchedule(cron = "0 0 2 * * *", zone = "Europe/Berlin")
		void flush(JobContext job) {
			@Nullable Instant tick = job.tick();
			this.ticks.add((tick != null) ? tick : Instant.MIN);
		}

		@JobTask
		void build(String which) {
			this.built.add(which);
		}

	}

}
