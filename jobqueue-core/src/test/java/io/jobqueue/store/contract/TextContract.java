package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.WorkerInfo;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Text comes back as it was, whatever is in it.
 */
abstract class TextContract extends StoreContract {

	/** What a request may hold. */
	static List<String> texts() {
		return List.of("a\u001eb\u001fc\u0010d\u00100000e", "\u2028\u2029\u0085\uFEFF\uFFFE\uFFFF",
				"\uD83D\uDE00\uDBFF\uDFFF", "a\\0b\\n\\N\\e\\u0000", "\r\n\t line\n\n", " \u00a0 ",
				"e\u0301 \u00e9 I\u0307", "\u001b[31m\u007f\b");
	}

	/** What only exceptions and results may hold. */
	static List<String> outcomes() {
		List<String> hard = List.of("a\0b", "\0", "\uD800", "a\uDC00b\uD83D", "\uDE00\uD83D", "\u0010\0\u0010");
		return java.util.stream.Stream.concat(texts().stream(), hard.stream()).toList();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void requestIsKeptToTheLetter(String text) {
		NewJob plain = job().payload("\"" + text + "\"").headers(Map.of(text, text)).build();
		NewJob job = new NewJob(plain.id(), QUEUE, plain.details().withPriority(0).withCorrelationId(text), null, null);
		this.store.intake().insert(List.of(job));
		ClaimedJob claimed = claim();
		assertThat(claimed.payload()).isEqualTo(job.payload());
		assertThat(claimed.headers()).isEqualTo(job.headers());
		assertThat(claimed.correlationId()).isEqualTo(text);
		JobInfo info = info(job.id());
		assertThat(info.payload()).isEqualTo(job.payload());
		assertThat(info.headers()).isEqualTo(job.headers());
		assertThat(info.correlationId()).isEqualTo(text);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void resultIsKeptToTheLetter(String text) {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.success(job, text));
		assertThat(info(job.id()).result()).isEqualTo(text);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void errorIsKeptToTheLetter(String text) {
		JobError error = new JobError("a.B" + text, text, "at a.B\n" + text);
		ClaimedJob job = insertAndClaim();
		finish(Outcome.end(job, JobStatus.FAILED, error));
		assertThat(info(job.id()).error()).isEqualTo(error);
		assertThat(info(job.id()).history()).extracting(JobAttempt::error).containsExactly(error.type() + ": " + text);
		assertThat(this.store.queries().failures()).containsExactly(new FailureGroup(QUEUE, "greet", error.type(), 1));
		JobQuery query = JobQuery.all().withErrorType(error.type());
		assertThat(new JobSearch(this.store.queries()).search(query).jobs()).extracting(JobInfo::id)
			.containsExactly(job.id());
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void errorOfAnAttemptIsKeptToTheLetter(String text) {
		JobError error = new JobError("a.B", text, text);
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, Duration.ZERO, error));
		assertThat(info(job.id()).error()).isEqualTo(error);
		assertThat(finish(Outcome.success(claim(), null))).isNotNull();
		assertThat(info(job.id()).history().get(0).error()).isEqualTo("a.B: " + text);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void errorOfTheFailureHandlerIsKeptToTheLetter(String text) {
		JobError error = new JobError("a.B", text, text);
		ClaimedJob job = insertAndClaim();
		finish(Outcome.end(job, JobStatus.FAILED, ERROR));
		assertThat(this.store.feed().storeOnFailureError(QUEUE, job.id(), job.delivery(), error)).isTrue();
		assertThat(info(job.id()).onFailureError()).isEqualTo(error);
		assertThat(info(job.id()).error()).isEqualTo(ERROR);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void hostOfAWorkerIsKeptToTheLetter(String text) {
		WorkerIdentity identity = new WorkerIdentity(WORKER, text, 1, Instant.parse("2026-01-02T03:04:05Z"));
		this.store.feed().renew(new RenewRequest(identity, LONG, List.of(TestRenewals.container(QUEUE, 1, Map.of()))));
		assertThat(this.store.queries().workers()).extracting(WorkerInfo::host).containsExactly(text);
	}

	@Test
	void aCursorFromElsewhereIsNotEchoedWhole() {
		JobQuery query = JobQuery.all().after("#".repeat(100_000));
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> new JobSearch(this.store.queries()).search(query))
			.withMessageContaining("is no cursor of a page")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	void deadLetterWithHardTextIsRequeuedAndDeleted() {
		JobError error = new JobError("a.B\0\uD800".repeat(60), "\0", "\0");
		JobId id = insert();
		finish(Outcome.end(claim(), JobStatus.FAILED, error));
		assertThat(this.store.actions().requeue(id)).isNotNull();
		assertThat(this.store.queries().failures()).isEmpty();
		finish(Outcome.end(claim(), JobStatus.FAILED, error));
		assertThat(this.store.queries().failures()).hasSize(1);
		this.store.actions().delete(id);
		assertThat(this.store.queries().failures()).isEmpty();
	}

}
