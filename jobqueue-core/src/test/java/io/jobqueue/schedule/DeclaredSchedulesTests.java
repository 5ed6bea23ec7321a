package io.jobqueue.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobHandler;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@ExtendWith(OutputCaptureExtension.class)
class DeclaredSchedulesTests extends ScheduleScene {

	private static final ScheduleValues DAILY = new ScheduleValues("mails.send", null, null, "@daily", null, null, null,
			null, null, null, null);

	private static TaskRegistry scan(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
		}
	}

	private static List<DeclaredSchedule> read(TaskRegistry tasks, Map<String, ScheduleValues> configured) {
		return new DeclaredSchedules(tasks, new JacksonJobSerializer(),
				(text) -> text.replace("${cron}", "0 0 3 * * *"))
			.read(configured);
	}

	@Test
	void annotationsOfClassesAndMethodsAreRead() {
		List<DeclaredSchedule> schedules = read(scan(Mails.class, CleanUp.class), Map.of());
		assertThat(schedules).extracting((each) -> each.definition().name())
			.containsExactlyInAnyOrder("mails.flush", "clean-up", "weekly");
		assertThat(schedules).extracting(DeclaredSchedule::origin).containsOnly(Origin.CODE);
		Definition flush = named("mails.flush", schedules);
		assertThat(flush.every()).isEqualTo(Duration.ofSeconds(30));
		assertThat(flush.overlap()).isEqualTo(Overlap.QUEUE);
		Definition cleanUp = named("clean-up", schedules);
		assertThat(cleanUp.cron()).isEqualTo("0 0 3 * * *");
		assertThat(cleanUp.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
		assertThat(cleanUp.misfire()).isEqualTo(Misfire.ALL);
		assertThat(cleanUp.misfireCap()).isEqualTo(5);
		assertThat(cleanUp.jitter()).isEqualTo(Duration.ofSeconds(10));
		assertThat(named("weekly", schedules).paused()).isTrue();
	}

	private static Definition named(String name, List<DeclaredSchedule> schedules) {
		return schedules.stream()
			.map(DeclaredSchedule::definition)
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void propertiesChangeWhatTheySet() {
		ScheduleValues faster = new ScheduleValues(null, null, "other", null, Duration.ofSeconds(5), null, null, null,
				null, null, null);
		ScheduleValues off = new ScheduleValues(null, null, null, "-", null, null, null, null, null, null, null);
		List<DeclaredSchedule> schedules = read(scan(Mails.class, CleanUp.class),
				Map.of("clean-up", faster, "weekly", off));
		Definition cleanUp = named("clean-up", schedules);
		assertThat(cleanUp.cron()).isNull();
		assertThat(cleanUp.every()).isEqualTo(Duration.ofSeconds(5));
		assertThat(cleanUp.request().queue()).isEqualTo("other");
		assertThat(cleanUp.misfireCap()).isEqualTo(5);
		assertThat(schedules).extracting((each) -> each.definition().name()).doesNotContain("weekly");
	}

	@Test
	void scheduleThatIsTurnedOffAndMissingIsNamed(CapturedOutput output) {
		TaskRegistry tasks = scan(CleanUp.class);
		assertThat(read(tasks, Map.of("other", values("clean-up", null, "-", null)))).hasSize(2);
		assertThat(output).doesNotContain("is turned off");
		assertThat(read(tasks, Map.of("clean.up", values(null, null, "-", null)))).hasSize(2);
		assertThat(output).contains("Schedule 'clean.up' (jobqueue.schedules[clean.up]) is turned off, but this "
				+ "application does not have it: check its name; the other schedules here are [clean-up, weekly]");
	}

	@Test
	void payloadOfPropertiesIsRead() {
		ScheduleValues values = new ScheduleValues("mails.send", "{\"to\":\"ada\"}", null, "@daily", null, null, null,
				null, null, null, null);
		assertThat(named("mail", read(scan(Mails.class), Map.of("mail", values))).request().payload())
			.isEqualTo(new Mail("ada"));
	}

	static List<Object> refused() {
		ScheduleValues unknown = values("nobody", null, "@daily", null);
		return List.of(
				arguments(unknown, "its task 'nobody' does not exist; the tasks of this application are [mails."),
				arguments(values(null, null, "@daily", null), "it has no task: set 'jobqueue.schedules.mail.task'"),
				arguments(values("mails.flush", null, null, null), "it has neither 'cron' nor 'every'"),
				arguments(values("mails.flush", null, "@daily", Duration.ofDays(1)), "it has both 'cron' and 'every'"),
				arguments(values("mails.flush", null, "0 0 0 31 2 *", null), "never comes"),
				arguments(values("mails.flush", null, "0 0 25 * * *", null), "its hour '25'"),
				arguments(values("mails.flush", null, null, Duration.ofMillis(1)), "'every' is from 100ms"),
				arguments(values("mails.send", null, "@daily", null), "takes a payload of type"),
				arguments(values("mails.send", "{", "@daily", null), "Schedule 'mail' (jobqueue.schedules.mail)"),
				arguments(values("mails.send", "{", "@daily", null), "its payload is none of task 'mails.send': "),
				arguments(values("mails.flush", "{}", "@daily", null), "takes no payload"),
				arguments(new ScheduleValues("mails.flush", null, null, "@daily", null, "Europe/Berln", null, null,
						null, null, null), "Did you mean 'Europe/Berlin'?"),
				arguments(new ScheduleValues("mails.flush", null, "a b", "@daily", null, null, null, null, null, null,
						null), "'a b' is no name for a queue"));
	}

	private static ScheduleValues values(@Nullable String task, @Nullable String payload, @Nullable String cron,
			@Nullable Duration every) {
		return new ScheduleValues(task, payload, null, cron, every, null, null, null, null, null, null);
	}

	@ParameterizedTest
	@MethodSource
	void refused(ScheduleValues values, String reason) {
		TaskRegistry mails = scan(Mails.class);
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> read(mails, Map.of("mail", values)).forEach((each) -> checkFor(mails, each)))
			.withMessageStartingWith("Schedule 'mail'")
			.withMessageContaining(reason);
	}

	private void checkFor(TaskRegistry tasks, DeclaredSchedule schedule) {
		new ScheduleDefinitions(new io.jobqueue.dispatch.JobPreparation(tasks,
				new io.jobqueue.dispatch.PayloadWriter(new JacksonJobSerializer(),
						io.jobqueue.dispatch.DispatchOptions.DEFAULT),
				List.of(), Duration.ofDays(1), this.clock))
			.check(schedule.definition(), schedule.origin());
	}

	@Test
	void longNameIsRefused() {
		TaskRegistry mails = scan(Mails.class);
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> read(mails, Map.of("x".repeat(201), DAILY)))
			.withMessageContaining("at most 200 of them");
	}

	@Test
	void requestWithATimeIsRefused() {
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> Definition.of("a", JobRequest.of("x", null).after(MINUTE)))
			.withMessageContaining("Schedule 'a': the request has a delay or a time");
	}

	@Test
	void twoSchedulesOfOneNameAreRefused() {
		TaskRegistry twice = scan(Twice.class);
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read(twice, Map.of()))
			.withMessageContaining("'twice.run' is the name of two schedules");
	}

	@Test
	void scheduleWithoutATaskIsRefused() {
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> scan(Stray.class))
			.withMessageContaining("run")
			.withMessageContaining("@JobSchedule but is no task");
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> scan(StrayClass.class))
			.withMessageContaining("@JobSchedule but is no task");
	}

	record Mail(String to) {
	}

	static class Mails {

		@JobTask
		void send(Mail mail) {
		}

		@JobTask
		@JobSchedule(every = "30s", overlap = Overlap.QUEUE)
		void flush() {
		}

	}

	@JobTask
	@JobSchedule(cron = "${cron}", zone = "Europe/Berlin", misfire = Misfire.ALL, misfireCap = 5, jitter = "10s")
	@JobSchedule(name = "weekly", cron = "@weekly", paused = true)
	static class CleanUp implements JobHandler<Void, Void> {

		@Override
		public @Nullable Void handle(@Nullable Void payload, io.jobqueue.JobContext job) {
			return null;
		}

	}

	static class Twice {

		@JobTask
		@JobSchedule(cron = "@daily")
		@JobSchedule(cron = "@hourly")
		void run() {
		}

	}

	static class Stray {

		@JobSchedule(cron = "@daily")
		void run() {
		}

	}

	@JobSchedule(cron = "@daily")
	static class StrayClass {

	}

}
