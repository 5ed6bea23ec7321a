package io.jobqueue.worker.failure;

import java.time.Duration;

import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.JobErrors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTests {

	private final ClaimedJob job = Attempts.job("q-1", 1);

	private final Throwable error = new IllegalStateException("no");

	@Test
	void deadLetterIsAWarningWithItsStackTrace(CapturedOutput output) {
		log(Outcome.end(this.job, JobStatus.MAX_RETRIES, JobErrors.of(this.error)));
		assertThat(output).contains("WARN")
			.contains("'q-1'")
			.contains("MAX_RETRIES")
			.contains("java.lang.IllegalStateException: no")
			.contains("at io.jobqueue.worker.failure.FailureLogTests");
	}

	@Test
	void attemptThatIsRetriedIsALine(CapturedOutput output) {
		log(Outcome.retry(this.job, Duration.ofSeconds(3), JobErrors.of(this.error)));
		assertThat(output).contains("INFO")
			.contains("'q-1'")
			.contains("in 3s:")
			.contains("java.lang.IllegalStateException: no")
			.doesNotContain("at io.jobqueue.worker.failure.FailureLogTests");
	}

	@Test
	void aMessageCannotForgeALine(CapturedOutput output) {
		Throwable forged = new IllegalStateException("no\r\n2026-01-01 INFO forged\u2028forged too\u001b[2K");
		log(Outcome.retry(this.job, Duration.ofSeconds(3), JobErrors.of(forged)));
		log(Outcome.end(this.job, JobStatus.FAILED, JobErrors.of(new IllegalArgumentException("outer", forged))));
		assertThat(output).contains("no\\r\\n2026-01-01 INFO forged\\u2028forged too\\u001b[2K")
			.contains("Caused by: java.lang.IllegalStateException: no\\r\\n2026-01-01 INFO forged");
		assertThat(output.toString().lines()).noneMatch((line) -> line.startsWith("2026-01-01 INFO"));
		assertThat(output).doesNotContain("\u001b[2K").doesNotContain("\u2028");
	}

	@Test
	void aMessageCannotForgeALineOfTheStackTrace(CapturedOutput output) {
		RuntimeException forged = new IllegalStateException("no\n\tat forged.Frame\nCaused by: forged.Cause\n\tx");
		forged.setStackTrace(new StackTraceElement[] { new StackTraceElement("Type", "call\n\tat forged", null, 1) });
		log(Outcome.end(this.job, JobStatus.FAILED, JobErrors.of(forged)));
		assertThat(output).contains("no\\n\\tat forged.Frame\\nCaused by: forged.Cause\\n\\tx\n\tat Type.call");
		assertThat(output.toString().lines())
			.noneMatch((line) -> line.startsWith("\tat forged") || line.startsWith("Caused by: forged"));
	}

	@Test
	void nothingIsSaidOfSuccessAndAbort(CapturedOutput output) {
		log(Outcome.success(this.job, null));
		log(Outcome.end(this.job, JobStatus.ABORTED, JobErrors.of(this.error)));
		assertThat(output).doesNotContain("q-1");
	}

	private void log(Outcome outcome) {
		FailureLog.stored(new AttemptResult(this.job, null, null, true, outcome, this.error, Duration.ZERO));
	}

}
