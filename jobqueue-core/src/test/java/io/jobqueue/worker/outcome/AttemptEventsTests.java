package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptEventsTests {

	private static final JobId ID = new JobId("q-1");

	private final List<JobEvent> published = new ArrayList<>();

	private final AttemptEvents events = new AttemptEvents(new JobEvents(List.of(this.published::add)));

	@Test
	void statusTellsRetryInterruptionAndLossApart() {
		finish(Outcome.success(job(), "\"secret\""));
		finish(Outcome.retry(job(), Duration.ZERO, null));
		finish(Outcome.interrupted(job()));
		finish(Outcome.lost(job()));
		assertThat(this.published).extracting((event) -> ((JobEvent.Finished) event).status())
			.containsExactly(JobStatus.SUCCESS, JobStatus.RETRY, JobStatus.INTERRUPTED, JobStatus.QUEUED);
		assertThat(this.published.get(0))
			.isEqualTo(new JobEvent.Finished(ID, "q", "unknown", 3, 5, JobStatus.SUCCESS, Duration.ofMillis(7)));
	}

	@Test
	void outcomeWithoutAnAttemptIsNoEvent() {
		finish(Outcome.release(ID, 5));
		finish(Outcome.unknownTask(job(), Duration.ZERO));
		assertThat(this.published).isEmpty();
	}

	@Test
	void timeWaitedIsNotNegative() {
		this.events.started(job(), "task");
		assertThat(this.published).containsExactly(new JobEvent.Started(ID, "q", "task", 3, 5, Duration.ZERO));
	}

	private void finish(Outcome outcome) {
		this.events.finished(new AttemptResult(job(), null, null, true, outcome, null, Duration.ofMillis(7)));
	}

	private static ClaimedJob job() {
		return new ClaimedJob(ID, "q", JobDetails.of("task", "{}"), 5, 2, 0, 0, Instant.EPOCH, Instant.ofEpochSecond(9),
				Instant.EPOCH, null, List.of());
	}

}
