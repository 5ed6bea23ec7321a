package io.jobqueue.schedule;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.Overlap;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A schedule is removed and made again, while a worker still has it as it was.
 */
@Tag("process")
class ScheduleMadeAgainTests extends ScheduleScene {

	private static final String NAME = "nightly";

	@ParameterizedTest
	@EnumSource
	void oneThatIsMadeAgainInItsQueueIsNotFiredAsItWas(SceneStore kind) {
		kind.run((store) -> assertNotFired(store, QUEUE));
	}

	@ParameterizedTest
	@EnumSource
	void oneThatIsMadeAgainInAnotherQueueIsNotFiredAsItWas(SceneStore kind) {
		kind.run((store) -> assertNotFired(store, "reports"));
	}

	private void assertNotFired(StoreBackend store, String queue) {
		ScheduleStore stored = store.part(ScheduleStore.class);
		StoreJobSchedules schedules = schedules(store);
		schedules.put(definition(NAME));
		StoredSchedule before = stored.find(List.of(NAME)).get(NAME);
		schedules.remove(NAME);
		schedules.put(Definition.of(NAME, JobRequest.of("reports.build", "all").onQueue(queue)).withEvery(MINUTE));
		StoredSchedule again = stored.find(List.of(NAME)).get(NAME);
		NewJob job = new NewJob(JobId.of(QUEUE + "-tick"), QUEUE, "reports.build", "1");
		assertThat(stored.fire(List.of(new ScheduleFiring(before, null, Overlap.ALLOW, null,
				List.of(new ScheduleFiring.Tick(Instant.EPOCH, job))))))
			.containsExactly(FiringResult.CHANGED);
		assertThat(new JobSearch(store.queries()).search(JobQuery.all()).jobs()).isEmpty();
		assertThat(stored.find(List.of(NAME)).get(NAME)).isEqualTo(again);
	}

}
