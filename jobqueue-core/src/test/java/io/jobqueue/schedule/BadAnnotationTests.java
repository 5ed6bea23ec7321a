package io.jobqueue.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobQueueException;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Bad values of schedules, unique keys and limits in annotations. Each is refused with a
 * message that names the place, the value and the way out.
 */
class BadAnnotationTests extends ScheduleScene {

	static Stream<Arguments> annotations() {
		return Stream.of(
				arguments(NegativeBound.class, new String[] { "'maxRunning' cannot be '-1'", "0 for no bound" }),
				arguments(HugeBound.class, new String[] { "'maxRunning' cannot be '1000001'" }),
				arguments(NoRate.class, new String[] { "'rateLimit' cannot be 'often'", "'10/1s'" }),
				arguments(LongRate.class, new String[] { "'rateLimit' cannot be '1/2d'", "but was 2d" }),
				arguments(NoKey.class, new String[] { "'maxRunningPerKey' cannot be '2'", "set both or neither" }),
				arguments(NoBound.class, new String[] { "'limitKey' cannot be 'tenant'", "set both or neither" }),
				arguments(BadKey.class, new String[] { "'limitKey' cannot be 'a=b'", "is no name for a limit key" }),
				arguments(NoExpression.class, new String[] { "'uniqueKey' cannot be '#payload.['", "no expression" }),
				arguments(NoProperty.class,
						new String[] { "'uniqueKey' cannot be '#payload.orderIdd'", "has no property 'orderIdd'" }),
				arguments(ShortInterval.class,
						new String[] { "Schedule 'short-interval.run' (", "@JobSchedule) cannot be used: 'every' is" }),
				arguments(NoDuration.class, new String[] { "'every' cannot be 'often'; use a duration" }),
				arguments(HugeDuration.class, new String[] { "'every' cannot be '999999999999999d'" }),
				arguments(Both.class, new String[] { "it has both 'cron' and 'every': keep one" }),
				arguments(BadZone.class, new String[] { "'zone' cannot be 'Europe/Berln'", "'Europe/Berlin'" }));
	}

	@ParameterizedTest
	@MethodSource
	void annotations(Class<?> bean, String... parts) {
		assertRefused(() -> scan(bean), parts);
	}

	private static void scan(Class<?> bean) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(bean)) {
			TaskRegistry scanned = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
			new DeclaredSchedules(scanned, new JacksonJobSerializer(), (text) -> text).read(Map.of());
		}
	}

	@Test
	void messageOfAScheduleNamesItOnce() {
		assertThatExceptionOfType(JobQueueException.class).isThrownBy(() -> scan(ShortInterval.class))
			.satisfies((ex) -> assertThat(ex.getMessage().split("Schedule '", -1)).hasSize(2));
	}

	@Test
	void keyOfAnExpressionIsAValue() {
		List<Map<String, Object>> payloads = List.of(Map.of("id", new int[] { 1 }), Map.of("id", List.of(1)),
				Map.of("id", Map.of("a", 1)), Map.of("id", new Object()), Map.of("id", ""),
				Map.of("id", "k".repeat(201)), Map.of("id", "a\nb"), Map.of("other", 1));
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Keyed.class)) {
			JobDispatcher keyed = new StoringJobDispatcher(this.store,
					new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan(), new JacksonJobSerializer(),
					DispatchOptions.DEFAULT, DispatchHooks.NONE, this.clock);
			for (Map<String, Object> payload : payloads) {
				assertRefused(() -> keyed.dispatch("keyed.run", payload), "'keyed.run'", "#payload['id']",
						"JobRequest.withUniqueKey");
			}
			assertThat(jobs()).isEmpty();
			for (Object id : List.of("a", 1, 2L, true, Instant.EPOCH, java.util.UUID.randomUUID(), Thread.State.NEW)) {
				keyed.dispatch("keyed.run", Map.of("id", id));
			}
			assertThat(jobs()).hasSize(7);
		}
	}

	static class NegativeBound {

		@JobTask(maxRunning = -1)
		void run() {
		}

	}

	static class HugeBound {

		@JobTask(maxRunning = 1_000_001)
		void run() {
		}

	}

	static class NoRate {

		@JobTask(rateLimit = "often")
		void run() {
		}

	}

	static class LongRate {

		@JobTask(rateLimit = "1/2d", limitKey = "tenant", maxRunningPerKey = 1)
		void run() {
		}

	}

	static class NoKey {

		@JobTask(maxRunningPerKey = 2)
		void run() {
		}

	}

	static class NoBound {

		@JobTask(limitKey = "tenant")
		void run() {
		}

	}

	static class BadKey {

		@JobTask(limitKey = "a=b", maxRunningPerKey = 2)
		void run() {
		}

	}

	static class NoExpression {

		@JobTask(uniqueKey = "#payload.[")
		void run(Map<String, Object> payload) {
		}

	}

	static class Keyed {

		@JobTask(uniqueKey = "#payload['id']")
		void run(Map<String, Object> payload) {
		}

	}

	record Order(String orderId) {
	}

	static class NoProperty {

		@JobTask(uniqueKey = "#payload.orderIdd")
		void run(Order payload) {
		}

	}

	static class ShortInterval {

		@JobTask
		@JobSchedule(every = "10ms")
		void run() {
		}

	}

	static class NoDuration {

		@JobTask
		@JobSchedule(every = "often")
		void run() {
		}

	}

	static class HugeDuration {

		@JobTask
		@JobSchedule(every = "999999999999999d")
		void run() {
		}

	}

	static class Both {

		@JobTask
		@JobSchedule(every = "1m", cron = "@daily")
		void run() {
		}

	}

	static class BadZone {

		@JobTask
		@JobSchedule(cron = "@daily", zone = "Europe/Berln")
		void run() {
		}

	}

}
