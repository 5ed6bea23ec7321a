package io.jobqueue.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.ScheduleStore.Declaration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

/** A queue whose server is unavailable does not hold back the schedules of others. */
class ScheduleOutageTests extends ScheduleScene {

	private static final String LOST = "lost";

	private final ScheduleStore stored = this.store.part(ScheduleStore.class);

	private final ScheduleStore failing = mock(ScheduleStore.class,
			(call) -> call.getMethod().invoke(this.stored, call.getArguments()));

	private final StoreBackend unreliable = new ForwardingBackend(this.store) {

		@Override
		public <T> T part(Class<T> type) {
			return type.isInstance(ScheduleOutageTests.this.failing) ? type.cast(ScheduleOutageTests.this.failing)
					: super.part(type);
		}

	};

	private static Definition lost() {
		return Definition.of("lost", JobRequest.of("reports.build", "all").onQueue(LOST)).withEvery(MINUTE);
	}

	@Test
	void schedulesOfOtherQueuesAreDeclaredAndFired() {
		this.schedules.put(Definition.of("put", JobRequest.of("reports.build", "all").onQueue(LOST)).withEvery(MINUTE));
		doAnswer((call) -> {
			Collection<String> queues = call.getArgument(0);
			failIf(queues.contains(LOST));
			return this.stored.look(queues, call.getArgument(1));
		}).when(this.failing).look(any(), anyInt());
		doAnswer((call) -> {
			Collection<Declaration> declarations = call.getArgument(0);
			failIf(declarations.stream().anyMatch((each) -> each.queue().equals(LOST)));
			return this.stored.declare(declarations);
		}).when(this.failing).declare(any());
		ScheduleTimer worker = worker(List.of(lost(), definition("other")));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(worker::runOnce);
		this.clock.advance(MINUTE);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(worker::runOnce);
		assertThat(jobs()).extracting((job) -> job.headers().get("schedule")).containsExactly("other");
	}

	@Test
	void schedulesOfOtherQueuesAreFiredWhereOneRefuses() {
		this.schedules.put(lost());
		this.schedules.put(definition("other"));
		doAnswer((call) -> {
			List<ScheduleFiring> firings = call.getArgument(0);
			failIf(firings.stream().anyMatch((each) -> each.schedule().queue().equals(LOST)));
			return this.stored.fire(firings);
		}).when(this.failing).fire(any());
		this.clock.advance(MINUTE);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(worker(List.of())::runOnce);
		assertThat(jobs()).extracting((job) -> job.headers().get("schedule")).containsExactly("other");
	}

	/** A worker whose transaction is open has locked it: there is no use in haste. */
	@Test
	void scheduleThatIsLockedIsLookedAtAgainAfterAWhile() {
		this.schedules.put(definition("locked"));
		doAnswer((call) -> List.of(FiringResult.CHANGED)).when(this.failing).fire(any());
		this.clock.advance(MINUTE);
		ScheduleTimer worker = worker(List.of());
		assertThat(worker.runOnce()).isEqualTo(Duration.ofMillis(200));
		doAnswer((call) -> this.stored.fire(call.getArgument(0))).when(this.failing).fire(any());
		assertThat(worker.runOnce()).isZero();
		assertThat(jobs()).hasSize(1);
	}

	@Test
	void scheduleThatCannotBeParkedIsLookedAtAgainAfterAWhile() {
		worker(List.of(definition("gone"))).runOnce();
		this.clock.advance(MINUTE.multipliedBy(2));
		doAnswer((call) -> false).when(this.failing).write(any(), anyLong(), anyBoolean());
		assertThat(worker(List.of()).runOnce()).isEqualTo(Duration.ofMillis(200));
	}

	private static void failIf(boolean lost) {
		if (lost) {
			throw new StoreUnavailableException("The server is down", null);
		}
	}

	private ScheduleTimer worker(List<Definition> definitions) {
		return new ScheduleTimer(this.unreliable, schedules(this.unreliable),
				definitions.stream().map((each) -> new DeclaredSchedule(each, Origin.CODE)).toList(),
				() -> List.of(LOST, QUEUE), () -> null);
	}

}
