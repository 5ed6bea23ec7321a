package io.jobqueue.store.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.Overlap;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words of the contract tests of schedules.
 */
abstract class RecurringScene extends StoreContract {

	protected static final String NAME = "nightly";

	protected ScheduleStore schedules;

	@BeforeEach
	void findPart() {
		this.schedules = this.store.part(ScheduleStore.class);
	}

	protected Instant now() {
		return this.schedules.look(List.of(QUEUE), 1).now().truncatedTo(ChronoUnit.MILLIS);
	}

	protected static StoredSchedule schedule(String name, String queue, @Nullable Instant due) {
		return new StoredSchedule(name, queue, 1, due, null, null, null, "print-1", "definition", "m", null, List.of());
	}

	protected static StoredSchedule next(StoredSchedule schedule, String queue, @Nullable Instant due,
			String fingerprint) {
		return new StoredSchedule(schedule.name(), queue, schedule.revision() + 1, due, schedule.waiting(),
				schedule.lastTick(), schedule.lastJob(), fingerprint, "definition 2", "", null, List.of());
	}

	/** A schedule that has been due since a time. */
	protected StoredSchedule put(String name, @Nullable Instant due) {
		assertThat(this.schedules.write(schedule(name, QUEUE, due), 0, false)).isTrue();
		return stored(name);
	}

	protected StoredSchedule stored(String name) {
		StoredSchedule stored = this.schedules.find(List.of(name)).get(name);
		assertThat(stored).as(name).isNotNull();
		return stored;
	}

	protected List<String> due() {
		return this.schedules.look(List.of(QUEUE), 100).due().stream().map(StoredSchedule::name).toList();
	}

	protected static ScheduleFiring firing(StoredSchedule schedule, @Nullable Instant due, Overlap overlap,
			Instant... ticks) {
		return new ScheduleFiring(schedule, due, overlap, null,
				Stream.of(ticks).map((tick) -> new ScheduleFiring.Tick(tick, job().build())).toList());
	}

	protected FiringResult fire(ScheduleFiring firing) {
		List<FiringResult> results = this.schedules.fire(List.of(firing));
		assertThat(results).hasSize(1);
		return results.get(0);
	}

	protected List<JobInfo> jobs() {
		return new JobSearch(this.store.queries()).search(JobQuery.all()).jobs();
	}

}
