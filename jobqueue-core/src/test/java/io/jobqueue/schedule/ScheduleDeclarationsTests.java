package io.jobqueue.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.JobSchedule.State;
import io.jobqueue.Overlap;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScheduleDeclarationsTests extends ScheduleScene {

	private static final String NAME = "nightly";

	private static final Definition OLD = definition(NAME);

	private static final Definition NEW = definition(NAME).withEvery(Duration.ofMinutes(2));

	private static final String WORKER = "worker-1", OTHER_WORKER = "worker-2";

	@BeforeEach
	void startWorkers() {
		join(WORKER);
		join(OTHER_WORKER);
	}

	private void join(String worker) {
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity(worker, "host", 1, this.start), Duration.ofDays(60),
					List.of(TestRenewals.container(QUEUE, 1, Map.of()))));
	}

	private void leave(String worker) {
		this.store.feed().leave(worker, List.of(QUEUE));
	}

	private ScheduleDeclarations declare(Definition... definitions) {
		return this.schedules.declarations(List.of(definitions)
			.stream()
			.map((each) -> this.schedules.check(new DeclaredSchedule(each, Origin.CODE)))
			.toList(), () -> WORKER);
	}

	@Test
	void declaredScheduleIsStored() {
		assertThat(declare(OLD).runOnce()).isTrue();
		assertThat(find(NAME).origin()).isEqualTo(Origin.CODE);
		assertThat(find(NAME).next()).isEqualTo(this.start.plus(MINUTE));
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void oldDefinitionStaysWhileAWorkerDeclaresIt() {
		ScheduleDeclarations old = declare(OLD);
		ScheduleDeclarations changed = declare(NEW);
		old.runOnce();
		for (int i = 0; i < 10; i++) {
			this.clock.advance(Duration.ofSeconds(20));
			assertThat(changed.runOnce()).isFalse();
			assertThat(old.runOnce()).isTrue();
		}
		assertThat(find(NAME).every()).isEqualTo(OLD.every());
		this.clock.advance(Duration.ofSeconds(50));
		assertThat(changed.runOnce()).isFalse();
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(changed.runOnce()).isTrue();
		assertThat(find(NAME).every()).isEqualTo(NEW.every());
		assertThat(old.runOnce()).isFalse();
		assertThat(find(NAME).every()).isEqualTo(NEW.every());
	}

	@Test
	void changedDefinitionTakesThePlaceOfTheOldOneOnceNoOtherWorkerIsAlive() {
		declare(OLD).runOnce();
		ScheduleDeclarations changed = declare(NEW);
		assertThat(changed.runOnce()).isFalse();
		leave(OTHER_WORKER);
		assertThat(changed.runOnce()).isTrue();
		assertThat(find(NAME).every()).isEqualTo(NEW.every());
		assertThat(find(NAME).next()).isEqualTo(this.start.plus(Duration.ofMinutes(2)));
	}

	@Test
	void definitionOfAWorkerWhoseLeaseHasExpiredGivesWay() {
		declare(OLD).runOnce();
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity(OTHER_WORKER, "host", 1, this.start), Duration.ofSeconds(30),
					List.of(TestRenewals.container(QUEUE, 1, Map.of()))));
		ScheduleDeclarations changed = declare(NEW);
		this.clock.advance(Duration.ofSeconds(29));
		assertThat(changed.runOnce()).isFalse();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(changed.runOnce()).isTrue();
	}

	@Test
	void workerThatIsAloneParksAtItsStartWhatItDoesNotDeclare() {
		declare(OLD, definition("removed")).runOnce();
		this.schedules.put(definition("put"));
		this.clock.advance(Duration.ofSeconds(1));
		leave(WORKER);
		leave(OTHER_WORKER);
		run(worker(OLD));
		assertThat(find("removed").state()).isEqualTo(State.UNDECLARED);
		assertThat(find("removed").next()).isNull();
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
		assertThat(find("put").state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void workerThatIsNotAloneParksNothingAtItsStart() {
		declare(OLD).runOnce();
		this.clock.advance(Duration.ofSeconds(1));
		run(worker());
		assertThat(find(NAME).state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void removedDefinitionDoesNotFire() {
		declare(OLD).runOnce();
		ScheduleTimer other = worker();
		this.clock.advance(MINUTE);
		run(other);
		assertThat(jobs()).hasSize(1);
		this.store.actions().cancel(jobs().get(0).id());
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(find(NAME).state()).isEqualTo(State.UNDECLARED);
		run(other);
		assertThat(jobs()).hasSize(1);
		assertThat(find(NAME).next()).isNull();
		assertThat(find(NAME).state()).isEqualTo(State.UNDECLARED);
	}

	@Test
	void declaredAgainItContinuesAndStaysPaused() {
		ScheduleDeclarations declarations = declare(OLD);
		declarations.runOnce();
		this.clock.advance(Duration.ofMinutes(5));
		run(worker());
		assertThat(find(NAME).next()).isNull();
		declarations.runOnce();
		run(worker());
		assertThat(ticks()).containsExactly(this.start.plus(MINUTE.multipliedBy(5)).toString());
		this.schedules.pause(NAME);
		this.clock.advance(Duration.ofMinutes(5));
		run(worker());
		declarations.runOnce();
		assertThat(find(NAME).state()).isEqualTo(State.PAUSED);
	}

	@Test
	void scheduleOfRunTimeNeedsNoDeclaration() {
		this.schedules.put(OLD);
		this.clock.advance(Duration.ofDays(30));
		run(worker());
		assertThat(jobs()).hasSize(1);
		assertThat(declare(NEW).runOnce()).isFalse();
		leave(OTHER_WORKER);
		assertThat(declare(NEW).runOnce()).isFalse();
		assertThat(find(NAME).origin()).isEqualTo(Origin.RUNTIME);
		assertThat(find(NAME).every()).isEqualTo(OLD.every());
	}

	@Test
	void nameOfADeclaredScheduleCannotBePut() {
		declare(OLD).runOnce();
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> this.schedules.put(NEW))
			.withMessageContaining("'nightly' is defined in code or configuration");
		this.clock.advance(Duration.ofSeconds(61));
		this.schedules.put(NEW);
		assertThat(find(NAME).origin()).isEqualTo(Origin.RUNTIME);
	}

	@Test
	void scheduleMovesWithTheQueueOfItsDefinition() {
		declare(OLD).runOnce();
		this.clock.advance(Duration.ofSeconds(61));
		Definition moved = Definition.of(NAME, JobRequest.of("reports.build", "all").onQueue("other"))
			.withEvery(MINUTE);
		assertThat(declare(moved).runOnce()).isTrue();
		assertThat(find(NAME).queue()).isEqualTo("other");
		assertThat(find(NAME).next()).isEqualTo(this.start.plus(MINUTE));
	}

	/**
	 * In each round the one application is replaced by the other, both being restarted.
	 */
	@Test
	void alternatingReleasesFireEachTickOnce() {
		Definition old = OLD.withOverlap(Overlap.ALLOW);
		Definition changed = Definition.of(NAME, JobRequest.of("reports.build", "changed"))
			.withEvery(MINUTE)
			.withOverlap(Overlap.ALLOW);
		declare(old).runOnce();
		int minutes = 0;
		for (int round = 0; round < 6; round++) {
			ScheduleDeclarations former = declare((round % 2 == 0) ? old : changed);
			ScheduleDeclarations next = declare((round % 2 == 0) ? changed : old);
			passMinutes(3, former, next);
			passMinutes(3, next);
			minutes += 6;
			assertThat(find(NAME).payload()).isEqualTo((round % 2 == 0) ? "\"changed\"" : "\"all\"");
		}
		assertThat(ticks()).isEqualTo(IntStream.rangeClosed(1, minutes)
			.mapToObj((minute) -> this.start.plus(MINUTE.multipliedBy(minute)).toString())
			.toList());
	}

	private void passMinutes(int minutes, ScheduleDeclarations... living) {
		ScheduleTimer worker = worker();
		for (int i = 0; i < 3 * minutes; i++) {
			this.clock.advance(Duration.ofSeconds(20));
			List.of(living).forEach(ScheduleDeclarations::runOnce);
			run(worker);
		}
	}

	@Test
	void renamedScheduleTakesThePlaceOfTheFormerOne() {
		ScheduleDeclarations former = declare(OLD.withOverlap(Overlap.ALLOW));
		former.runOnce();
		ScheduleDeclarations next = declare(definition("renamed").withOverlap(Overlap.ALLOW));
		passMinutes(2, former, next);
		passMinutes(3, next);
		assertThat(find(NAME).state()).isEqualTo(State.UNDECLARED);
		assertThat(find("renamed").state()).isEqualTo(State.ACTIVE);
		assertThat(find(NAME).runs()).hasSize(3);
		assertThat(find("renamed").runs()).hasSize(4);
	}

	@Test
	void undeclaredScheduleIsForgottenAfterAWeek() {
		declare(OLD).runOnce();
		this.clock.advance(Duration.ofDays(6));
		run(worker());
		assertThat(this.schedules.find(NAME)).isNotNull();
		this.clock.advance(Duration.ofDays(8));
		run(worker());
		assertThat(this.schedules.find(NAME)).isNull();
	}

	@Test
	void storeWithoutSchedulesIsRefusedWhereSomeAreDeclared() {
		StoreBackend without = new ForwardingBackend(this.store) {

			@Override
			public <T> T part(Class<T> type) {
				if (type == ScheduleStore.class) {
					throw new UnsupportedStorePartException(this, type);
				}
				return super.part(type);
			}

		};
		ScheduleTimer timer = new ScheduleTimer(without, schedules(without),
				List.of(new DeclaredSchedule(OLD, Origin.CODE)), () -> List.of(QUEUE), () -> null);
		assertThatExceptionOfType(UnsupportedStorePartException.class).isThrownBy(timer::start);
		ScheduleTimer plain = new ScheduleTimer(without, schedules(without), List.of(), () -> List.of(QUEUE),
				() -> null);
		plain.start();
		assertThat(plain.isRunning()).isFalse();
	}

}
