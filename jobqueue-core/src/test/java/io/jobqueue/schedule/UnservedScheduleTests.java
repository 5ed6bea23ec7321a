package io.jobqueue.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A schedule of a queue that no worker serves does not fire. It is to be noticed.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnservedScheduleTests extends ScheduleScene {

	private static final Definition LOST = Definition.of("lost", JobRequest.of("reports.build", "all").onQueue("other"))
		.withEvery(MINUTE);

	@Test
	void scheduleOfAQueueThatNoWorkerServesIsReported(CapturedOutput output) {
		this.schedules.put(LOST);
		this.schedules.put(definition("nightly"));
		this.clock.advance(MINUTE.multipliedBy(4));
		ScheduleTimer worker = worker();
		run(worker);
		assertThat(worker.overdue()).containsExactly(Map.entry("lost", MINUTE.multipliedBy(3)));
		assertThat(output).contains("Schedule 'lost' does not fire, because no live worker serves its queue 'other'");
	}

	@Test
	void scheduleOfAQueueThatAnotherWorkerServesIsNotReported() {
		this.schedules.put(LOST);
		this.clock.advance(MINUTE.multipliedBy(4));
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w2", "host", 1, this.start), Duration.ofDays(1),
					List.of(TestRenewals.container("other", 1, Map.of()))));
		ScheduleTimer worker = worker();
		run(worker);
		assertThat(worker.overdue()).isEmpty();
	}

	@Test
	void pausedScheduleIsNotReported() {
		this.schedules.put(LOST);
		this.schedules.pause("lost");
		this.clock.advance(MINUTE.multipliedBy(4));
		ScheduleTimer worker = worker();
		run(worker);
		assertThat(worker.overdue()).isEmpty();
	}

}
