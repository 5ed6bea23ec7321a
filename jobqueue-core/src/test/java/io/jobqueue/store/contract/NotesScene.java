package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredStep;

/**
 * Attempts that note the steps and the log of their jobs.
 */
abstract class NotesScene extends StoreContract {

	protected static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

	protected JobNotes notes() {
		return this.store.part(JobNotes.class);
	}

	protected static Attempt attempt(ClaimedJob job) {
		return new Attempt(job.queue(), WORKER, job.id(), job.delivery());
	}

	protected boolean keep(ClaimedJob job, int number) {
		return notes().keepStep(attempt(job), new StoredStep(number, "step " + number, "\"r" + number + "\""));
	}

	protected List<StoredStep> steps(JobId id) {
		return notes().steps(QUEUE, id);
	}

	protected static long number(ClaimedJob job, int position) {
		return ((long) job.delivery() << 32) + position;
	}

	protected static LogAppend lines(ClaimedJob job, int position, String... texts) {
		List<LogPart.Line> lines = IntStream.range(0, texts.length)
			.mapToObj((i) -> new LogPart.Line(TIME.plusMillis(i), texts[i]))
			.toList();
		return new LogAppend(job.id(), job.delivery(), LogPart.of(number(job, position), lines));
	}

	protected boolean append(ClaimedJob job, int position, String... texts) {
		return append(LogBounds.DEFAULT, lines(job, position, texts));
	}

	protected boolean append(LogBounds bounds, LogAppend append) {
		return notes().appendLogs(QUEUE, WORKER, List.of(append), bounds).isEmpty();
	}

	protected List<String> log(JobId id) {
		return log(QUEUE, id);
	}

	protected List<String> log(String queue, JobId id) {
		return notes().log(queue, id, 0)
			.parts()
			.stream()
			.flatMap((part) -> part.read().stream())
			.map(LogPart.Line::text)
			.toList();
	}

	/** A job that a worker holds, with two steps and a line. */
	protected ClaimedJob noted() {
		return noted(job());
	}

	protected ClaimedJob noted(JobSpec spec) {
		insert(spec);
		ClaimedJob job = claim();
		keep(job, 1);
		keep(job, 2);
		append(job, 0, "first");
		return job;
	}

	protected void retry(ClaimedJob job) {
		finish(Outcome.retry(job, Duration.ZERO, ERROR));
	}

	protected ClaimedJob claimFrom(String queue) {
		return this.store.feed().claim(new ClaimRequest(queue, WORKER, 1, LONG)).jobs().get(0);
	}

}
