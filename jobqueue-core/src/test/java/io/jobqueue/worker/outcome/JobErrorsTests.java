package io.jobqueue.worker.outcome;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.jobqueue.JobError;

import static org.assertj.core.api.Assertions.assertThat;

class JobErrorsTests {

	@Test
	void headAndRootCauseAreKeptOfADeepStack() {
		Throwable error = new IllegalStateException("root of all");
		for (int i = 0; i < 20; i++) {
			error = deep(200, new IllegalArgumentException("level " + i, error));
		}
		JobError kept = JobErrors.of(error);
		assertThat(kept.stackTrace()).hasSizeLessThanOrEqualTo(8000)
			.startsWith("java.lang.IllegalArgumentException: level 19\n\tat ")
			.contains("Caused by: java.lang.IllegalStateException: root of all", "level 0");
	}

	@Test
	void rootCauseIsKeptBelowLongMessages() {
		Throwable error = new IllegalStateException("root of all");
		for (int i = 0; i < 50; i++) {
			error = new IllegalArgumentException("x".repeat(5000), error);
		}
		assertThat(JobErrors.of(error).stackTrace()).hasSizeLessThanOrEqualTo(8000).contains("root of all");
	}

	@Test
	void causesThatGoInACircleEnd() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(JobErrors.of(second).stackTrace()).contains("first", "[seen above]");
	}

	@Test
	void fewOfManySuppressedExceptionsAreRead() {
		AtomicInteger read = new AtomicInteger();
		IllegalStateException error = new IllegalStateException("many");
		for (int i = 0; i < 100_000; i++) {
			error.addSuppressed(new Counted(read));
		}
		assertThat(JobErrors.of(error).stackTrace()).contains("Suppressed: ", "99997 more");
		assertThat(read).hasValueLessThan(10);
	}

	@Test
	void ofAnEndlessChainOfCausesAPartIsRead() {
		AtomicInteger read = new AtomicInteger();
		assertThat(JobErrors.of(new Endless(read)).stackTrace()).contains("more causes");
		assertThat(read).hasValueLessThan(100);
	}

	@Test
	void whatCanBeReadOfAnExceptionWhoseMethodsThrowIsKept() {
		RuntimeException noCause = new RuntimeException("top", new IllegalStateException("middle") {
			@Override
			public Throwable getCause() {
				throw new UnsupportedOperationException("on purpose");
			}
		});
		assertThat(JobErrors.of(noCause).stackTrace()).contains("RuntimeException: top", "middle", "\tat ",
				"The cause could not be read: java.lang.UnsupportedOperationException");
		RuntimeException noFrames = new RuntimeException("top", new IllegalStateException("root")) {
			@Override
			public StackTraceElement[] getStackTrace() {
				throw new UnsupportedOperationException("on purpose");
			}
		};
		assertThat(JobErrors.of(noFrames).stackTrace()).contains("top",
				"Caused by: java.lang.IllegalStateException: root", "\tat ");
		RuntimeException noMessage = new RuntimeException() {
			@Override
			public String getMessage() {
				throw new UnsupportedOperationException("on purpose");
			}
		};
		assertThat(JobErrors.of(noMessage).stackTrace()).contains("\tat ");
		assertThat(JobErrors.of(noMessage).message()).contains("could not be read");
	}

	@Test
	void hugeMessageIsCut() {
		JobError kept = JobErrors.of(new IllegalStateException("y".repeat(10_000_000)));
		assertThat(kept.message()).hasSize(2000);
		assertThat(kept.stackTrace()).hasSizeLessThanOrEqualTo(8000).contains("\tat ");
	}

	private static Throwable deep(int depth, Throwable error) {
		if (depth > 0) {
			return deep(depth - 1, error);
		}
		error.fillInStackTrace();
		return error;
	}

	private static final class Counted extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final transient AtomicInteger read;

		Counted(AtomicInteger read) {
			super(null, null, false, false);
			this.read = read;
		}

		@Override
		public String getMessage() {
			this.read.incrementAndGet();
			return "suppressed";
		}

	}

	private static final class Endless extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final transient AtomicInteger read;

		Endless(AtomicInteger read) {
			super("and so on", null, false, false);
			this.read = read;
		}

		@Override
		public synchronized Throwable getCause() {
			this.read.incrementAndGet();
			return new Endless(this.read);
		}

	}

	/** Each length puts the end of a cut elsewhere. */
	@Test
	void aStackTraceThatIsCutHasNoHalfOfACharacter() {
		for (int length = 0; length < 4; length++) {
			String message = "x".repeat(length) + "\uD83D\uDE00".repeat(600);
			Throwable error = new IllegalStateException(message);
			for (int cause = 0; cause < 58; cause++) {
				error = new IllegalStateException(message, error);
			}
			String text = StackTraceText.of(error, 1000 + length);
			assertThat(text).hasSizeLessThanOrEqualTo(1000 + length).contains("\n…\n");
			assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(text);
		}
	}

}
