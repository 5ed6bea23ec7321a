package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A Redis without room refuses a firing, which is made up for once there is room. */
@Tag("process")
class ScheduleOnFullRedisTests extends ScheduleScene {

	private static final String NAME = "nightly";

	private static TestRedis redis;

	private final StoreBackend full = new RedisStoreBackend(redis.connectionFactory(), TestRedis.namespace());

	private final StoreJobSchedules kept = schedules(this.full);

	private final ScheduleTimer timer = new ScheduleTimer(this.full, this.kept, List.of(), () -> List.of(QUEUE),
			() -> null);

	@BeforeAll
	static void startServer() {
		redis = TestRedis.start("maxmemory-policy noeviction");
	}

	@AfterAll
	static void stopServer() {
		redis.close();
	}

	@Test
	void firingIsRefusedAndThenAMisfire() {
		this.kept.put(definition(NAME));
		Instant due = makeDue(Duration.ofMinutes(10));
		limit("1");
		StoredSchedule before = stored();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(this.timer::runOnce);
		assertThat(stored()).isEqualTo(before);
		limit("0");
		run(this.timer);
		List<Run> runs = stored().runs();
		assertThat(runs).extracting(Run::outcome).containsExactly(Outcome.FIRED, Outcome.MISSED);
		assertThat(runs.get(0).tick()).isAfterOrEqualTo(due.plus(Duration.ofMinutes(10)));
		assertThat(this.full.queries().find(List.of(runs.get(0).job()))).hasSize(1);
		assertThat(this.timer.overdue()).isEmpty();
	}

	/** As if no worker had fired for this time. */
	private Instant makeDue(Duration late) {
		StoredSchedule schedule = stored();
		Instant due = schedule.due().minus(late).minus(MINUTE);
		this.full.part(ScheduleStore.class)
			.write(new StoredSchedule(NAME, QUEUE, schedule.revision() + 1, due, null, null, null,
					schedule.fingerprint(), schedule.definition(), schedule.marks(), null, List.of()),
					schedule.revision(), false);
		return due;
	}

	private StoredSchedule stored() {
		return this.full.part(ScheduleStore.class).find(List.of(NAME)).get(NAME);
	}

	private static void limit(String bytes) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", bytes);
		}
	}

}
