package io.jobqueue.management;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobWait;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitReadsTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final LimitReads reads = new LimitReads(this.store, (queue) -> true);

	@Test
	void jobOfAPausedQueueWhoseTimeHasComeIsNotDueLater() {
		JobId id = JobId.of("later");
		this.store.intake()
			.insert(List.of(new NewJob(id, "q", JobDetails.of("task", "1"), Duration.ofSeconds(10), null)));
		this.store.actions().pause("q");
		assertThat(reasons(id)).containsExactly(JobWait.Reason.DUE_LATER, JobWait.Reason.PAUSED);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(reasons(id)).containsExactly(JobWait.Reason.PAUSED);
	}

	private List<JobWait.Reason> reasons(JobId id) {
		return this.reads.waitsFor(this.store.queries().find(List.of(id)).get(id))
			.stream()
			.map(JobWait::reason)
			.toList();
	}

}
