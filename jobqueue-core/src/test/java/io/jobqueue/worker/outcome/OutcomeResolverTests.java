package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.jobqueue.JobStatus;
import io.jobqueue.JobTimeoutException;
import io.jobqueue.PoisonJobException;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.FakeTask;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeResolverTests {

	private static final Throwable ERROR = new IllegalStateException("no");

	private static final Throwable POINTLESS = new IllegalArgumentException("no");

	private final OutcomeResolver resolver = new OutcomeResolver(() -> 0.5, new OutcomeResolver.Limits(20, 5));

	/** What the design calls settled: how an attempt that did not succeed ends. */
	@ParameterizedTest
	@CsvSource({ "0, 0, false, FAILED, TIMEOUT", "0, 3, false, RETRY, RETRY", "2, 3, false, RETRY, RETRY",
			"3, 3, false, MAX_RETRIES, MAX_RETRIES", "0, 3, true, FAILED, RETRY", "3, 3, true, FAILED, MAX_RETRIES" })
	void retriesDecideHowAnAttemptEnds(int retries, int maxRetries, boolean pointless, JobStatus thrown,
			JobStatus timedOut) {
		OutcomeResolver.AttemptInput attempt = attempt(retries, maxRetries);
		assertThat(threw(attempt, pointless ? POINTLESS : ERROR, null).status()).isEqualTo(thrown);
		assertThat(threw(attempt, new InterruptedException(), StopReason.TIMEOUT).status()).isEqualTo(timedOut);
	}

	@Test
	void theErrorOfATimeoutSaysSo() {
		OutcomeResolver.Decision resolution = this.resolver.threw(attempt(3, 3), ERROR, StopReason.TIMEOUT);
		assertThat(resolution.error()).isInstanceOf(JobTimeoutException.class).hasCause(ERROR);
		assertThat(resolution.outcome().error())
			.satisfies((error) -> assertThat(error.type()).isEqualTo(JobTimeoutException.class.getName()));
	}

	@Test
	void aValueThatComesAfterTheTimeoutIsATimeout() {
		assertThat(this.resolver.returned(attempt(0, 0), "1", StopReason.TIMEOUT, true).outcome().status())
			.isEqualTo(JobStatus.TIMEOUT);
	}

	@ParameterizedTest
	@CsvSource({ "SHUTDOWN, true, INTERRUPTED", "SHUTDOWN, false, SUCCESS", "LOST, true, INTERRUPTED" })
	void oneThatWasToldToStopHasSucceededOnlyIfItDidNotNotice(StopReason reason, boolean noticed, JobStatus status) {
		assertThat(this.resolver.returned(attempt(0, 0), "1", reason, noticed).outcome().status()).isEqualTo(status);
	}

	@Test
	void anErrorAfterAStopGivesBackWithoutARetry() {
		assertThat(threw(attempt(3, 3), ERROR, StopReason.SHUTDOWN).kind()).isEqualTo(Outcome.Kind.INTERRUPT);
	}

	@ParameterizedTest
	@CsvSource({ "19, 0, INTERRUPT", "20, 0, LOSS", "23, 3, LOSS", "24, 4, END" })
	void interruptionsWithoutEndCountAsLosses(int interruptions, int lostDeliveries, Outcome.Kind kind) {
		OutcomeResolver.AttemptInput attempt = new OutcomeResolver.AttemptInput(
				Attempts.interrupted(interruptions, lostDeliveries), attempt(0, 0).task(), "x", Duration.ofSeconds(1));
		OutcomeResolver.Decision resolution = this.resolver.abandoned(attempt, StopReason.SHUTDOWN);
		assertThat(resolution.outcome().kind()).isEqualTo(kind);
		if (kind == Outcome.Kind.END) {
			assertThat(resolution.outcome().status()).isEqualTo(JobStatus.FAILED);
			assertThat(resolution.error()).isInstanceOf(PoisonJobException.class).hasMessageContaining("25 times");
		}
	}

	@Test
	void askingToRetryWithoutDelayGoesToTheTail() {
		Outcome outcome = threw(attempt(0, 3), retry(RetryRequest.after(Duration.ZERO)), null);
		assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
		assertThat(outcome.status()).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void askingToRetryCarriesItsWishes() {
		Outcome outcome = threw(attempt(3, 3), retry(RetryRequest.withDefaults().withMaxRetries(9).onQueue("other")),
				null);
		assertThat(outcome.status()).isEqualTo(JobStatus.RETRY);
		assertThat(outcome.maxRetries()).isEqualTo(9);
		assertThat(outcome.queue()).isEqualTo("other");
		assertThat(outcome.delay()).isEqualTo(Duration.ofMillis(1));
	}

	@ParameterizedTest
	@CsvSource({ "3, 3, MAX_RETRIES", "0, 0, FAILED" })
	void askingToRetryEndsWhenRetriesAreUsedUp(int retries, int maxRetries, JobStatus status) {
		assertThat(threw(attempt(retries, maxRetries), retry(RetryRequest.withDefaults()), null).status())
			.isEqualTo(status);
	}

	@Test
	void anAbortKeepsReasonAndCause() {
		Outcome outcome = threw(attempt(0, 3), new AbortSignal("enough", ERROR), null);
		assertThat(outcome.status()).isEqualTo(JobStatus.ABORTED);
		assertThat(outcome.error()).satisfies((error) -> {
			assertThat(error.type()).isEqualTo(ERROR.getClass().getName());
			assertThat(error.message()).isEqualTo("enough");
		});
	}

	@Test
	void aSignalInsideAFutureIsFound() {
		assertThat(threw(attempt(0, 3), new CompletionException(new AbortSignal("enough", null)), null).status())
			.isEqualTo(JobStatus.ABORTED);
	}

	@ParameterizedTest
	@CsvSource({ "TIMEOUT, TIMEOUT", "SHUTDOWN, INTERRUPTED", "LOST, INTERRUPTED" })
	void oneThatDoesNotStopIsSettledByItsReason(StopReason reason, JobStatus status) {
		assertThat(this.resolver.abandoned(attempt(0, 0), reason).outcome().status()).isEqualTo(status);
	}

	@Test
	void shouldRetryThatFailsLeavesItToThePolicy() {
		FakeTask task = new FakeTask("task", (payload, job) -> payload, FakeTask.policy(3), Duration.ofMinutes(1)) {
			@Override
			public boolean shouldRetry(@Nullable Object payload, Throwable error) {
				throw new IllegalStateException("no");
			}
		};
		OutcomeResolver.AttemptInput attempt = new OutcomeResolver.AttemptInput(Attempts.job("q-1", 1, 0, 3), task, "x",
				Duration.ofMinutes(1));
		assertThat(threw(attempt, ERROR, null).status()).isEqualTo(JobStatus.RETRY);
		assertThat(threw(attempt, POINTLESS, null).status()).isEqualTo(JobStatus.FAILED);
	}

	private Outcome threw(OutcomeResolver.AttemptInput attempt, Throwable error, @Nullable StopReason stopped) {
		return this.resolver.threw(attempt, error, stopped).outcome();
	}

	private static RetrySignal retry(RetryRequest request) {
		return new RetrySignal(request);
	}

	private static OutcomeResolver.AttemptInput attempt(int retries, int maxRetries) {
		return new OutcomeResolver.AttemptInput(Attempts.job("q-1", 1, retries, maxRetries),
				new FakeTask("task", (payload, job) -> payload), "x", Duration.ofMinutes(1));
	}

}
