package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeBufferTests {

	private final OutcomeBuffer buffer = new OutcomeBuffer("q", 1);

	@Test
	void outcomesBeyondTheByteLimitHaveNoRoom() {
		int half = (int) OutcomeBuffer.MOST_BYTES / 2;
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

	private boolean hasRoom() {
		return this.buffer.awaitRoom(Duration.ZERO);
	}

	private static AttemptResult settled(String payload, String result) {
		ClaimedJob job = new ClaimedJob(JobId.of("q-1"), "q", JobDetails.of("task", payload), 1, 0, 0, 0, Instant.EPOCH,
				Instant.EPOCH, Instant.EPOCH, null, List.of());
		return new AttemptResult(job, null, null, true, Outcome.success(job, result), null, Duration.ZERO);
	}

}
