package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OutcomeBufferTests {

	private final OutcomeBuffer buffer = new OutcomeBuffer("q", 1, new ClaimMode(1, 0));

	@Test
	void outcomesBeyondTheByteLimitHaveNoRoom() {
		int half = (int) OutcomeBuffer.MOST_BYTES / 4;
		AttemptResult small = settled("1", null);
		this.buffer.add(small);
		this.buffer.add(settled("x".repeat(half), null));
		assertThat(hasRoom()).isTrue();
		this.buffer.add(settled("1", "x".repeat(half)));
		assertThat(hasRoom()).isFalse();
		List<AttemptResult> batch = this.buffer.takeForExchange();
		assertThat(hasRoom()).isFalse();
		this.buffer.done(batch, List.of(small));
		assertThat(hasRoom()).isTrue();
		this.buffer.putBack(List.of(small));
		this.buffer.done(this.buffer.takeForExchange(), List.of());
		assertThat(this.buffer.awaitEmpty(Duration.ZERO)).isTrue();
	}

	@Test
	void sizeIsABoundForAllTextsInBytes() {
		AttemptResult plain = settled("1", "12");
		assertThat(plain.size()).isEqualTo(6);
		AttemptResult failed = plain.failed(
				Outcome.end(plain.job(), JobStatus.FAILED, new JobError("a.B", "1234", "12345")),
				new IllegalStateException());
		assertThat(failed.size()).isEqualTo(2 * (1 + 3 + 4 + 5));
		AttemptResult bare = plain.failed(Outcome.end(plain.job(), JobStatus.FAILED, new JobError("a.B", null, null)),
				new IllegalStateException());
		assertThat(bare.size()).isEqualTo(2 * (1 + 3));
	}

	@Test
	void anOutcomeThatComesAfterTheCloseIsLogged(CapturedOutput output) {
		this.buffer.close();
		this.buffer.add(settled("1", null));
		assertThat(output).contains("ERROR").contains("before the worker stopped").contains("run again: [q-1]");
		assertThat(this.buffer.size()).isZero();
	}

	private boolean hasRoom() {
		return this.buffer.awaitRoom(Duration.ZERO);
	}

	private static AttemptResult settled(String payload, String result) {
		ClaimedJob job = new ClaimedJob(JobId.of("q-1"), "q", JobDetails.of("task", payload), 1, 0, 0, 0, Instant.EPOCH,
				Instant.EPOCH, Instant.EPOCH, null, List.of());
		return new AttemptResult(job, null, null, true, Outcome.success(job, result), null, Duration.ZERO);
	}

}
