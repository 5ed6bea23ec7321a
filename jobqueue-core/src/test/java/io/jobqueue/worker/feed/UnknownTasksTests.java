package io.jobqueue.worker.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownTasksTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final UnknownTasks unknownTasks = new UnknownTasks(Duration.ofHours(1));

	/** A worker that knows the task may come at any moment. */
	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "3, 3", "5, 5", "3000, 5" })
	void aJobWaitsLongerEachTimeButOnlySeconds(long waited, long delay) {
		Outcome outcome = this.unknownTasks.settle(job("other", NOW.minusSeconds(waited))).outcome();
		assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNKNOWN_TASK);
		assertThat(outcome.delay()).isEqualTo(Duration.ofSeconds(delay));
	}

	@Test
	void aJobOfAnUnknownTaskFailsInTheEnd() {
		Outcome outcome = this.unknownTasks.settle(job("other", NOW.minusSeconds(3600))).outcome();
		assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
		assertThat(outcome.error().message()).contains("No worker knew task 'other'");
	}

	@Test
	void aJobOfAnotherReleaseWaitsLikeOneOfAnUnknownTask() {
		assertThat(this.unknownTasks.settle(job(ClaimedJob.UNREADABLE, null)).outcome().kind())
			.isEqualTo(Outcome.Kind.UNKNOWN_TASK);
		Outcome end = this.unknownTasks.settle(job(ClaimedJob.UNREADABLE, NOW.minusSeconds(3600))).outcome();
		assertThat(end.status()).isEqualTo(JobStatus.FAILED);
		assertThat(end.error().message()).contains("deploy the release that wrote it");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void manyUnknownTasksTakeFewLinesOfTheLog(CapturedOutput output) {
		for (int i = 0; i < 1000; i++) {
			this.unknownTasks.settle(job("task-" + i, null));
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).hasSize(21);
		assertThat(output).containsOnlyOnce("Further tasks are unknown here");
	}

	private static ClaimedJob job(String task, @Nullable Instant unknownSince) {
		return new ClaimedJob(JobId.of("q-1"), "q", JobDetails.of(task, "1"), 1, 0, 0, 0, NOW, NOW, NOW, unknownSince,
				List.of());
	}

}
