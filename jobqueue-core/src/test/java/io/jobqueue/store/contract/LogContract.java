package io.jobqueue.store.contract;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredLog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of a job is appended to by the worker that holds it, and bounded.
 */
abstract class LogContract extends NotesScene {

	private static final LogBounds TEN_LINES = new LogBounds(10, 64 * 1024);

	static List<String> texts() {
		return TextContract.outcomes();
	}

	@Test
	void linesAreReadInTheirOrderWithTimeAndNumber() {
		ClaimedJob job = insertAndClaim();
		assertThat(log(job.id())).isEmpty();
		assertThat(append(job, 0, "a", "b")).isTrue();
		assertThat(append(job, 2, "c")).isTrue();
		assertThat(log(job.id())).containsExactly("a", "b", "c");
		List<LogPart> parts = notes().log(QUEUE, job.id(), 0).parts();
		assertThat(parts).singleElement().returns(number(job, 0), LogPart::number).returns(3, LogPart::lines);
		assertThat(parts.get(0).read()).contains(new LogPart.Line(TIME.plusMillis(1), "b"));
		assertThat(log(JobId.of("unknown"))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void linesAreKeptToTheLetter(String text) {
		ClaimedJob job = insertAndClaim();
		append(job, 0, text);
		append(job, 1, text + "\n" + text, "");
		assertThat(log(job.id())).containsExactly(text, text + "\n" + text, "");
	}

	@Test
	void linesThatAreAppendedAgainAreThereOnce() {
		ClaimedJob job = insertAndClaim();
		append(job, 0, "a", "b");
		assertThat(append(job, 0, "a", "b")).isTrue();
		append(job, 2, "c");
		assertThat(append(job, 0, "a", "b")).isTrue();
		assertThat(append(job, 2, "c")).isTrue();
		assertThat(log(job.id())).containsExactly("a", "b", "c");
	}

	@Test
	void laterAttemptsAppend() {
		ClaimedJob first = insertAndClaim();
		append(first, 0, "a");
		retry(first);
		ClaimedJob second = awaitClaim();
		append(second, 0, "b");
		assertThat(append(first, 1, "late")).isFalse();
		finish(Outcome.success(second, null));
		assertThat(append(second, 1, "too late")).isFalse();
		assertThat(log(first.id())).containsExactly("a", "b");
		assertThat(notes().log(QUEUE, first.id(), 0).parts()).extracting(LogPart::number)
			.containsExactly(number(first, 0), number(second, 0));
	}

	@Test
	void jobsOfOneCallAreRefusedOneByOne() {
		insert(3);
		List<ClaimedJob> jobs = claim(3);
		this.store.actions().cancel(jobs.get(1).id());
		List<LogAppend> appends = jobs.stream().map((job) -> lines(job, 0, "of " + job.id())).toList();
		assertThat(notes().appendLogs(QUEUE, WORKER, appends, LogBounds.DEFAULT)).containsExactly(jobs.get(1).id());
		assertThat(notes().appendLogs(QUEUE, OTHER_WORKER, appends, LogBounds.DEFAULT)).hasSize(3);
		assertThat(notes().appendLogs(OTHER_QUEUE, WORKER, appends, LogBounds.DEFAULT)).hasSize(3);
		assertThat(log(jobs.get(0).id())).containsExactly("of " + jobs.get(0).id());
		assertThat(log(jobs.get(1).id())).isEmpty();
		assertThat(log(jobs.get(2).id())).containsExactly("of " + jobs.get(2).id());
	}

	@Test
	void theOldestLinesBeyondTheNumberAreDeleted() {
		ClaimedJob job = insertAndClaim();
		String line = "x".repeat(3000);
		IntStream.range(0, 25).forEach((i) -> append(TEN_LINES, lines(job, i, i + line)));
		assertThat(log(job.id())).hasSize(10).startsWith(15 + line).endsWith(24 + line);
	}

	@Test
	void theOldestLinesBeyondTheSizeAreDeleted() {
		ClaimedJob job = insertAndClaim();
		String line = "ü".repeat(500);
		IntStream.range(0, 200).forEach((i) -> append(job, i, i + line));
		List<String> kept = log(job.id());
		assertThat(kept).hasSizeBetween(58, 64).endsWith(199 + line);
		String[] many = IntStream.range(200, 400).mapToObj((i) -> i + line).toArray(String[]::new);
		append(job, 200, many);
		assertThat(log(job.id())).hasSizeBetween(58, 64).endsWith(399 + line);
	}

	@Test
	void smallPartsBecomeFewLargeOnes() {
		ClaimedJob job = insertAndClaim();
		IntStream.range(0, 300).forEach((i) -> append(job, i, "line " + i));
		assertThat(log(job.id())).hasSize(300).startsWith("line 0", "line 1").endsWith("line 299");
		assertThat(notes().log(QUEUE, job.id(), 0).parts()).hasSizeBetween(2, 4);
	}

	@Test
	void onlyPartsFromANumberOnAreRead() {
		ClaimedJob job = insertAndClaim();
		String line = "x".repeat(3000);
		IntStream.range(0, 4).forEach((i) -> append(job, i, i + line));
		StoredLog end = notes().log(QUEUE, job.id(), number(job, 2));
		assertThat(end.oldest()).isEqualTo(number(job, 0));
		assertThat(end.parts()).extracting(LogPart::number).containsExactly(number(job, 2), number(job, 3));
		assertThat(notes().log(QUEUE, job.id(), number(job, 4)).parts()).isEmpty();
		IntStream.range(0, 20).forEach((i) -> append(job, 4 + i, "short " + i));
		StoredLog shared = notes().log(QUEUE, job.id(), number(job, 9));
		assertThat(shared.parts()).singleElement().returns(21, LogPart::lines);
		assertThat(notes().log(QUEUE, JobId.of("unknown"), 0)).isEqualTo(StoredLog.EMPTY);
		IntStream.range(0, 20).forEach((i) -> append(TEN_LINES, lines(job, 24 + i, i + line)));
		assertThat(notes().log(QUEUE, job.id(), number(job, 40)).oldest()).isEqualTo(number(job, 34));
	}

	@Test
	void logOfManyAttemptsIsBoundedToo() {
		insert();
		Stream.iterate(1, (i) -> i + 1).limit(15).forEach((i) -> {
			ClaimedJob job = awaitClaim();
			append(TEN_LINES, lines(job, 0, "attempt " + i));
			retry(job);
		});
		assertThat(log(awaitClaim().id())).hasSize(10).startsWith("attempt 6").endsWith("attempt 15");
	}

	@Test
	void linesThatTwoThreadsAppendAreThereOnce() {
		ClaimedJob job = insertAndClaim();
		List<CompletableFuture<Void>> threads = IntStream.range(0, 3)
			.mapToObj((thread) -> CompletableFuture
				.runAsync(() -> IntStream.range(0, 20).forEach((i) -> append(job, i, "line " + i))))
			.toList();
		threads.forEach(CompletableFuture::join);
		assertThat(log(job.id())).hasSize(20).doesNotHaveDuplicates().endsWith("line 19");
	}

}
