package io.jobqueue.schedule;

import java.time.Duration;
import java.util.stream.Stream;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.Limit;
import io.jobqueue.LimitKeys;
import io.jobqueue.Rate;
import io.jobqueue.UniqueKey;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.management.StoreJobRateLimiter;
import io.jobqueue.serialization.JacksonJobSerializer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Bad values of schedules, unique keys and limits, by the API. Each is refused with a
 * message that names the thing, the value and the way out, and nothing is stored.
 */
class BadSchedulingInputTests extends ScheduleScene {

	private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

	private final JobDispatcher jobs = new StoringJobDispatcher(this.store, this.tasks, new JacksonJobSerializer(),
			DispatchOptions.DEFAULT, DispatchHooks.NONE, this.clock);

	private final StoreJobOperator operator = new StoreJobOperator(this.store, () -> this.schedules);

	static Stream<Arguments> definitions() {
		return Stream.of(schedule((good) -> good.withEvery(Duration.ZERO), "'every' is from 100ms", "but was 0s"),
				schedule((good) -> good.withEvery(Duration.ofMillis(10)), "'every' is from 100ms", "but was 10ms"),
				schedule((good) -> good.withEvery(Duration.ofSeconds(-1)), "'every' is from 100ms", "but was -1s"),
				schedule((good) -> good.withEvery(ENDLESS), "'every' is from 100ms to 36500d"),
				schedule((good) -> good.withCron("0 0 0 31 2 *"), "'0 0 0 31 2 *'", "never comes", "correct one of"),
				schedule((good) -> good.withCron("0 0 0 30 FEB *"), "never comes in month 'FEB'"),
				schedule((good) -> good.withCron("* * *"), "it has 3 fields: use six"),
				schedule((good) -> good.withCron("0 0 0 * * * *"), "it has 7 fields: use six"),
				schedule((good) -> good.withCron(""), "'cron' cannot be ''", "it has 0 fields"),
				schedule((good) -> good.withCron("60 * * * *"), "its minute '60' cannot be read"),
				schedule((good) -> good.withCron("@dayly"), "'@dayly'", "the macros are @hourly, @daily"),
				schedule((good) -> good.withCron("*".repeat(300)), "it has 300 characters, but at most 200"),
				schedule((good) -> good.withMisfireCap(0), "'misfireCap' is from 1 to 1000, but was 0"),
				schedule((good) -> good.withMisfireCap(1001), "'misfireCap' is from 1 to 1000, but was 1001"),
				schedule((good) -> good.withJitter(Duration.ofMillis(-1)), "'jitter' is from 0s to 1d, but was -1ms"),
				schedule((good) -> good.withJitter(ENDLESS), "'jitter' is from 0s to 1d"),
				schedule((good) -> good.withJitter(null), "'jitter' must not be null"),
				schedule((good) -> good.withZone(null), "'zone' must not be null"),
				schedule((good) -> good.withMisfire(null), "'misfire' must not be null"),
				schedule((good) -> good.withOverlap(null), "'overlap' must not be null"),
				schedule((good) -> good.withCron(null), "neither 'cron' nor 'every'"),
				schedule((good) -> of(JobRequest.of("reports.build", "all").onQueue("a"), null),
						"neither 'cron' nor 'every'"),
				schedule((good) -> of(JobRequest.of("reports.build", null), MINUTE), "its jobs cannot be dispatched",
						"takes a payload of type"),
				schedule((good) -> of(JobRequest.of("reports.build", "all").withUniqueKey("k"), MINUTE),
						"unique key: leave it out", "'overlap'"),
				schedule((good) -> of(JobRequest.of("reports.build", "all").after(MINUTE), MINUTE),
						"the request has a delay or a time: leave it out"));
	}

	private static Definition of(JobRequest request, Duration every) {
		Definition definition = Definition.of("nightly", request);
		return (every != null) ? definition.withEvery(every) : definition;
	}

	private static Arguments schedule(java.util.function.UnaryOperator<Definition> change, String... parts) {
		return arguments(change, parts);
	}

	@ParameterizedTest
	@MethodSource
	void definitions(java.util.function.UnaryOperator<Definition> change, String... parts) {
		assertRefused(() -> this.schedules.put(change.apply(definition("nightly"))), parts);
		assertThatExceptionOfType(JobQueueException.class)
			.isThrownBy(() -> this.schedules.put(change.apply(definition("nightly"))))
			.withMessageContaining("Schedule 'nightly'")
			.satisfies((ex) -> assertThat(ex.getMessage().split("Schedule 'nightly'", -1)).hasSize(2));
		assertThat(this.schedules.list()).isEmpty();
	}

	static Stream<Arguments> calls() {
		return Stream.of(call((test) -> test.schedules.pause("a b"), "'a b' is no name for a schedule"),
				call((test) -> test.schedules.find(null), "name of a schedule must not be null"),
				call((test) -> test.schedules.put(null), "definition of a schedule must not be null"),
				call((test) -> test.schedules.list(null, 1001), "'limit' is from 1 to 1000, but was 1001"),
				call((test) -> test.schedules.trigger("absent"), "There is no schedule 'absent': put it first"),
				call((test) -> test.operator.triggerSchedule("x".repeat(201)), "at most 200 of them"),
				call((test) -> UniqueKey.of(null), "A unique key must not be null"),
				call((test) -> UniqueKey.of("k\u0000"), "A unique key has"),
				call((test) -> UniqueKey.of("k\u0085"), "U+0085 at index 1"),
				call((test) -> UniqueKey.of("k").forTime(ENDLESS), "at most 36500d"),
				call((test) -> UniqueKey.of("k").forTime(Duration.ofSeconds(-1)), "positive", "but was -1s"),
				call((test) -> UniqueKey.of("k").debounce(null), "The longest wait of a unique key must not be null"),
				call((test) -> UniqueKey.of("k").debounce(ENDLESS), "at most 36500d"),
				call((test) -> UniqueKey.of("k").replace().untilDone(), "UNTIL_DONE and REPLACE", "keep() or reject()"),
				call((test) -> test.jobs
					.dispatch(JobRequest.of("reports.build", "a").withUniqueKey(UniqueKey.of("k").debounce(MINUTE))),
						"add after(…), or use replace()"));
	}

	static Stream<Arguments> limitCalls() {
		return Stream.of(call((test) -> Limit.ofMaxRunning(-1), "'maxRunning' is from 0 to 1000000, but was -1"),
				call((test) -> Limit.ofMaxRunning(1_000_001), "but was 1000001"),
				call((test) -> Rate.of("often"), "'often' is no rate", "'10/1s'"),
				call((test) -> Rate.of("0/1s"), "from 1 to 1000000 starts, but the number was 0"),
				call((test) -> Rate.of("10/2d"), "from 1ms to 1d, but was 2d"),
				call((test) -> Rate.of("10/-1s"), "'10/-1s' is no rate"),
				call((test) -> Rate.of("10/PT-1S"), "from 1ms to 1d, but was -1s"),
				call((test) -> new Rate(1, ENDLESS), "from 1ms to 1d"),
				call((test) -> Rate.of("10/PT9223372036854775807S"), "from 1ms to 1d"),
				call((test) -> LimitKeys.requireName("a=b"), "'a=b' is no name for a limit key"),
				call((test) -> JobRequest.of("x", null).withLimitKey("tenant", ""),
						"limit key 'tenant' must have 1 to 200 bytes", "but was ''"),
				call((test) -> JobRequest.of("x", null).withLimitKey("tenant", "a\nb"), "no control character"),
				call((test) -> JobRequest.of("x", null)
					.withLimitKey("a", "1")
					.withLimitKey("b", "1")
					.withLimitKey("c", "1"), "at most 2 limit keys", "[a, b, c]"),
				call((test) -> test.operator.limit("q", null, null), "name of a limit must not be null"),
				call((test) -> test.operator.limit("q", "task:a b", Limit.NONE), "'a b' is no name for a task"),
				call((test) -> test.operator.limit("q", "tenant=", Limit.NONE), "limit key 'tenant' must have 1"),
				call((test) -> test.operator.limit("no queue", "", Limit.NONE), "'no queue' is no name for a queue"),
				call((test) -> test.operator.holdBack("q", Duration.ZERO), "for 1ms to 1d, but the time was 0s",
						"pause the queue"),
				call((test) -> test.operator.holdBack("q", ENDLESS), "for 1ms to 1d"),
				call((test) -> test.operator.holdBack("q", ENDLESS.negated()), "for 1ms to 1d"),
				call((test) -> test.limiter().tryAcquire("", 1, MINUTE), "key of a rate limiter must have 1 to 200"),
				call((test) -> test.limiter().tryAcquire("mail", 0, MINUTE), "the number was 0"),
				call((test) -> test.limiter().tryAcquire("mail", 1, ENDLESS), "from 1ms to 1d"),
				call((test) -> test.limiter().tryAcquire("mail", 1, MINUTE, 2), "limit of 1, but was 2"));
	}

	private StoreJobRateLimiter limiter() {
		return new StoreJobRateLimiter(this.store);
	}

	private static Arguments call(java.util.function.Consumer<BadSchedulingInputTests> call, String... parts) {
		return arguments(call, parts);
	}

	@ParameterizedTest
	@MethodSource({ "calls", "limitCalls" })
	void calls(java.util.function.Consumer<BadSchedulingInputTests> call, String... parts) {
		assertRefused(() -> call.accept(this), parts);
		assertThat(jobs()).isEmpty();
		assertThat(this.store.queries().queues()).isEmpty();
	}

}
