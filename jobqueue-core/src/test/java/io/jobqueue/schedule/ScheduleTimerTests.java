package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.JobSchedule.State;
import io.jobqueue.JobStateException;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class ScheduleTimerTests extends ScheduleScene {

	private static final String NAME = "nightly";

	private final ScheduleTimer worker = worker();

	private Instant minute(int minute) {
		return this.start.plus(MINUTE.multipliedBy(minute));
	}

	private void at(int minute) {
		this.clock.set(minute(minute));
		run(this.worker);
	}

	@Test
	void jobThatPutsAScheduleIsNoParent() {
		JobContext running = mock(JobContext.class);
		when(running.id()).thenReturn(JobId.of("q-1"));
		JobContextHolder.Binding binding = JobContextHolder.bind(running);
		this.schedules
			.put(Definition.of(NAME, JobRequest.of("reports.build", "all").onQueue(QUEUE)).withCron("0 0 2 * * *"));
		binding.close();
		this.clock.advance(Duration.ofHours(2).plusSeconds(3));
		run(this.worker);
		assertThat(jobs()).singleElement().extracting(JobInfo::parent).isNull();
	}

	@Test
	void tickDispatchesTheRequest() {
		this.schedules.put(
				Definition
					.of(NAME,
							JobRequest.of("reports.build", "all")
								.onQueue(QUEUE)
								.withPriority(7)
								.withMaxRetries(2)
								.withTimeout(MINUTE)
								.withHeader("tenant", "acme")
								.withCorrelationId("c1"))
					.withCron("0 0 2 * * *"));
		assertThat(find(NAME).next()).isEqualTo(this.start.plus(Duration.ofHours(2)));
		assertThat(this.worker.runOnce()).isLessThanOrEqualTo(Duration.ofSeconds(5)).isPositive();
		assertThat(jobs()).isEmpty();
		this.clock.advance(Duration.ofHours(2).plusSeconds(3));
		run(this.worker);
		JobInfo job = jobs().get(0);
		assertThat(job.task()).isEqualTo("reports.build");
		assertThat(job.payload()).isEqualTo("\"all\"");
		assertThat(job.priority()).isEqualTo(7);
		assertThat(job.maxRetries()).isEqualTo(2);
		assertThat(job.timeout()).isEqualTo(MINUTE);
		assertThat(job.correlationId()).isEqualTo("c1");
		assertThat(job.headers()).containsEntry("tenant", "acme")
			.containsEntry("schedule", NAME)
			.containsEntry("tick", "2030-01-01T02:00:00Z")
			.doesNotContainKey("previousTick");
		this.store.actions().cancel(job.id());
		this.clock.advance(Duration.ofDays(1));
		run(this.worker);
		assertThat(jobs()).extracting((each) -> each.headers().get("previousTick"))
			.containsOnlyOnce("2030-01-01T02:00:00Z");
		assertThat(this.events).contains(
				new JobEvent.Ticked(QUEUE, "reports.build", NAME, Outcome.FIRED, Duration.ofSeconds(3)),
				new JobEvent.Dispatched(QUEUE, "reports.build", 1));
	}

	@Test
	void explorerReadsTheSameSchedules() {
		this.schedules.put(definition(NAME));
		this.schedules.put(definition("paused").withPaused(true));
		at(1);
		StoreJobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer());
		assertThat(explorer.schedules()).hasSize(2).isEqualTo(this.schedules.list());
	}

	@Test
	void timerSleepsUntilTheNextTick() {
		this.schedules.put(definition(NAME).withEvery(Duration.ofSeconds(3)));
		this.worker.runOnce();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.worker.runOnce()).isEqualTo(Duration.ofSeconds(2));
	}

	/** The first job runs from minute 1 on, and no worker fires until minute 11. */
	@ParameterizedTest
	@CsvSource({ "ONCE, SKIP, 0, 11", "ONCE, ALLOW, 1, 11", "ONCE, QUEUE, 0, 11", "SKIP, SKIP, 0, 11",
			"SKIP, ALLOW, 2, 11", "SKIP, QUEUE, 0, 11", "ALL, SKIP, 0, 11", "ALL, ALLOW, 10, 11", "ALL, QUEUE, 0, 11" })
	void missedTicksWhileAJobRuns(Misfire misfire, Overlap overlap, int fired, int newest) {
		this.schedules.put(definition(NAME).withMisfire(misfire).withOverlap(overlap));
		at(1);
		JobId first = jobs().get(0).id();
		at(11);
		assertThat(jobs()).hasSize(1 + fired);
		assertThat(find(NAME).next()).isEqualTo(minute(12));
		Run last = find(NAME).last();
		assertThat(last).isNotNull();
		assertThat(last.tick()).isEqualTo(minute(newest));
		this.store.actions().cancel(first);
		run(this.worker);
		int waited = (overlap == Overlap.QUEUE) ? 1 : 0;
		assertThat(jobs()).hasSize(1 + fired + waited);
		if (fired + waited > 0) {
			assertThat(ticks()).contains(minute(newest).toString());
		}
	}

	@Test
	void missedTicksAreNoted() {
		this.schedules.put(definition(NAME));
		at(10);
		assertThat(find(NAME).runs()).extracting(Run::outcome).containsExactly(Outcome.FIRED, Outcome.MISSED);
		assertThat(this.events).extracting(Object::getClass).contains(JobEvent.Ticked.class);
		assertThat(ticks()).containsExactly(minute(10).toString());
	}

	@Test
	void clockThatGoesForwardIsAMisfire() {
		this.schedules.put(definition(NAME));
		at(60);
		assertThat(jobs()).hasSize(1);
		assertThat(find(NAME).next()).isEqualTo(minute(61));
	}

	@Test
	void clockThatGoesBackFiresNothingTwice() {
		this.schedules.put(definition(NAME).withOverlap(Overlap.ALLOW));
		at(1);
		at(-59);
		at(0);
		at(1);
		assertThat(ticks()).containsExactly(minute(1).toString());
		at(2);
		assertThat(ticks()).containsExactly(minute(1).toString(), minute(2).toString());
	}

	@Test
	void operatorPausesResumesAndTriggers() {
		StoreJobOperator operator = new StoreJobOperator(this.store, () -> this.schedules);
		this.schedules.put(definition(NAME));
		assertThat(operator.pauseSchedule(NAME)).isTrue();
		assertThat(find(NAME).state()).isEqualTo(State.PAUSED);
		assertThat(operator.resumeSchedule(NAME)).isTrue();
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
		assertThat(jobs()).extracting(JobInfo::id).isEmpty();
		JobId id = operator.triggerSchedule(NAME);
		assertThat(jobs()).extracting(JobInfo::id).containsExactly(id);
		assertThat(operator.pauseSchedule("absent") || operator.resumeSchedule("absent")).isFalse();
	}

	@Test
	void jitterDelaysTheJobAndNotTheTick() {
		this.schedules.put(definition(NAME).withEvery(Duration.ofHours(1)).withJitter(Duration.ofMinutes(30)));
		Instant next = find(NAME).next();
		assertThat(next).isBetween(minute(60), minute(90)).isNotEqualTo(minute(60));
		this.clock.set(next);
		run(this.worker);
		assertThat(ticks()).containsExactly(minute(60).toString());
		assertThat(find(NAME).next()).isEqualTo(next.plus(Duration.ofHours(1)));
	}

	@Test
	void pausedScheduleContinuesWithTheNextTick() {
		this.schedules.put(definition(NAME));
		assertThat(this.schedules.pause(NAME)).isTrue();
		assertThat(find(NAME).state()).isEqualTo(State.PAUSED);
		this.clock.set(minute(30).plusSeconds(20));
		run(this.worker);
		assertThat(jobs()).isEmpty();
		assertThat(this.schedules.resume(NAME)).isTrue();
		assertThat(find(NAME).next()).isEqualTo(minute(31));
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
		assertThat(this.schedules.resume(NAME)).isTrue();
		assertThat(find(NAME).next()).isEqualTo(minute(31));
		run(this.worker);
		assertThat(jobs()).isEmpty();
		at(31);
		assertThat(jobs()).hasSize(1);
		assertThat(this.schedules.pause("absent") || this.schedules.resume("absent") || this.schedules.remove("absent"))
			.isFalse();
	}

	@Test
	void putKeepsPauseAndNextTime() {
		this.schedules.put(definition(NAME).withPaused(true));
		assertThat(find(NAME).state()).isEqualTo(State.PAUSED);
		this.schedules.resume(NAME);
		this.clock.advance(Duration.ofSeconds(10));
		this.schedules
			.put(Definition.of(NAME, JobRequest.of("reports.build", "other")).withEvery(MINUTE).withPaused(true));
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
		assertThat(find(NAME).next()).isEqualTo(minute(1));
		assertThat(find(NAME).payload()).isEqualTo("\"other\"");
		this.schedules.put(definition(NAME).withEvery(Duration.ofMinutes(2)));
		assertThat(find(NAME).next()).isEqualTo(minute(2).plusSeconds(10));
	}

	@Test
	void triggerLeavesTheNextTime() {
		this.schedules.put(definition(NAME));
		this.schedules.pause(NAME);
		JobId id = this.schedules.trigger(NAME);
		assertThat(jobs()).extracting(JobInfo::id).containsExactly(id);
		assertThat(ticks()).containsExactly(this.start.toString());
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.schedules.trigger(NAME))
			.withMessageContaining(id.value())
			.withMessageContaining("ALLOW");
		this.store.actions().cancel(id);
		this.schedules.resume(NAME);
		assertThat(find(NAME).next()).isEqualTo(minute(1));
		this.schedules.put(definition(NAME).withOverlap(Overlap.ALLOW));
		this.schedules.trigger(NAME);
		this.schedules.trigger(NAME);
		assertThat(jobs()).hasSize(3);
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> this.schedules.trigger("absent"))
			.withMessageContaining("'absent'");
	}

	@Test
	void schedulesAreListedInPages() {
		List.of("b", "a", "c").forEach((name) -> this.schedules.put(definition(name)));
		assertThat(this.schedules.list()).extracting(JobSchedule::name).containsExactly("a", "b", "c");
		assertThat(this.schedules.list("a", 1)).extracting(JobSchedule::name).containsExactly("b");
		assertThat(this.schedules.find("absent")).isNull();
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> this.schedules.list(null, 0));
		assertThat(this.schedules.remove("b")).isTrue();
		assertThat(this.schedules.list()).extracting(JobSchedule::name).containsExactly("a", "c");
	}

	@Test
	void timerThreadFiresAndStops() {
		this.schedules.put(definition(NAME));
		this.clock.set(minute(1));
		ScheduleTimer timer = worker();
		timer.start();
		try {
			org.awaitility.Awaitility.await().until(() -> jobs().size() == 1);
			assertThat(timer.isRunning()).isTrue();
		}
		finally {
			timer.stop();
		}
		assertThat(timer.isRunning()).isFalse();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("jobqueue-schedules");
	}

}
