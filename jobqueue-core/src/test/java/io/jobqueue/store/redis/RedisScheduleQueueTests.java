package io.jobqueue.store.redis;

import java.time.Instant;
import java.util.List;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.ScheduleStore.Declaration;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.testsupport.TestRedis;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A schedule whose definition names another queue, and a worker that dies while it moves.
 */
@Tag("process")
class RedisScheduleQueueTests {

	private static final String NAME = "nightly";

	private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

	private final String namespace = TestRedis.namespace();

	private final ScheduleStore schedules = store(0).part(ScheduleStore.class);

	/** A store that fails before one of its scripts, for good; 0 for one that works. */
	private StoreBackend store(int failing) {
		int[] scripts = new int[1];
		return new RedisStoreBackend(ScriptSteps.before(TestRedis.shared().connectionFactory(), (script) -> {
			scripts[0]++;
			if (failing > 0 && scripts[0] >= failing) {
				throw new IllegalStateException("The process has died before " + script);
			}
		}), this.namespace);
	}

	private static StoredSchedule schedule(long revision, String queue, String fingerprint) {
		return new StoredSchedule(NAME, queue, revision, DUE, null, null, null, fingerprint, "definition", "", null,
				List.of());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6 })
	void declarationEndsAMoveThatWasCutShort(int failing) {
		assertThat(this.schedules.write(schedule(1, "a", "print-a"), 0, true)).isTrue();
		Throwable failure = catchThrowable(
				() -> store(failing).part(ScheduleStore.class).write(schedule(2, "b", "print-b"), 1, true));
		assertThat(failure == null).isEqualTo(failing == 6);
		declare();
		declare();
		assertThat(due("b")).containsExactly(NAME);
		assertThat(due("a")).isEmpty();
		assertThat(this.schedules.list(null, 10)).hasSize(1);
	}

	/** As a worker does every 20 s. */
	private void declare() {
		if (this.schedules.declare(List.of(new Declaration(NAME, "b", "print-b"))).isEmpty()) {
			return;
		}
		StoredSchedule before = find();
		this.schedules.write(schedule((before != null) ? before.revision() + 1 : 9, "b", "print-b"),
				(before != null) ? before.revision() : 0, true);
	}

	private @Nullable StoredSchedule find() {
		return this.schedules.find(List.of(NAME)).get(NAME);
	}

	private List<String> due(String queue) {
		return this.schedules.look(List.of(queue), 10).due().stream().map(StoredSchedule::name).toList();
	}

}
