package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * What changes about a job, as scripts write it: fields, then the entries of its history.
 */
final class JobState {

	private static final long LEVEL = 1L << 43;

	private static final String[] NEVER_CLAIMED = { "W", "0", "0", "0", "", "", "", "", "", "", "", "0", "", "q" };

	private static final int INTERRUPTIONS = 14;

	private static final String[] NO_ENTRIES = {};

	private static final String UNIT = String.valueOf(Text.UNIT);

	/** The short states of jobs that run for the first time; see {@code state.lua}. */
	private static final char NEW = 'N', WAITS = 'P', DONE = 'D';

	/**
	 * The status of a job in line: a worker holds it and has not said that it started.
	 */
	private static final String HELD = "L";

	private final String[] fields;

	private final String[] entries;

	private JobState(String[] fields, String[] entries) {
		this.fields = fields;
		this.entries = entries;
	}

	static JobState parse(String text) {
		if (text.isEmpty()) {
			return new JobState(NEVER_CLAIMED, NO_ENTRIES);
		}
		if (text.charAt(0) == NEW || text.charAt(0) == WAITS || text.charAt(0) == DONE) {
			return expand(text.charAt(0), text.substring(1).split(UNIT, -1));
		}
		String[] parts = text.split(String.valueOf(Text.ENTRY), -1);
		String[] entries = new String[parts.length - 1];
		System.arraycopy(parts, 1, entries, 0, entries.length);
		return new JobState(parts[0].split(String.valueOf(Text.UNIT), -1), entries);
	}

	private static JobState expand(char kind, String... parts) {
		String worker = parts[0], score = parts[1], started = parts[2], origin = parts[3];
		if (kind != DONE) {
			String status = (kind == NEW) ? "S" : HELD;
			return new JobState(
					new String[] { status, "1", "0", "0", score, started, "", worker, "", "", "", "1", "", origin },
					NO_ENTRIES);
		}
		String ended = parts[4];
		return new JobState(
				new String[] { "U", "1", "0", "0", score, started, ended, worker, "", "", "1", "1", "f", origin },
				new String[] { String.join(UNIT, "1", worker, started, ended, "U", "") });
	}

	static Instant due(long score) {
		return Instant.ofEpochMilli(score % LEVEL);
	}

	/** The first part of a score: lower for higher priority. */
	static int level(int priority) {
		return 100 - priority;
	}

	int delivery() {
		return Integer.parseInt(this.fields[1]);
	}

	long score() {
		return Long.parseLong(this.fields[4]);
	}

	/** A worker holds it and has not said that it started. */
	boolean isInLine() {
		return this.fields[0].equals(HELD);
	}

	/** The last attempt that is over, in its parts; {@code null} for none. */
	private String @Nullable [] lastOver() {
		return (this.entries.length > 0) ? this.entries[this.entries.length - 1].split(UNIT, -1) : null;
	}

	@Nullable Instant startedAt() {
		if (isInLine()) {
			String[] last = lastOver();
			return (last != null) ? millis(last[2]) : null;
		}
		return Text.instant(this.fields[5]);
	}

	@Nullable Instant endedAt() {
		return Text.instant(this.fields[6]);
	}

	@Nullable String worker() {
		if (isInLine()) {
			String[] last = lastOver();
			return (last != null) ? last[1] : null;
		}
		return this.fields[7].isEmpty() ? null : this.fields[7];
	}

	@Nullable Integer maxRetries(@Nullable Integer atDispatch) {
		return this.fields[8].isEmpty() ? atDispatch : Integer.valueOf(this.fields[8]);
	}

	double progress() {
		return this.fields[10].isEmpty() ? 0 : Double.parseDouble(this.fields[10]);
	}

	int retries() {
		return Integer.parseInt(this.fields[2]);
	}

	/** Absent in the state of a job that was never interrupted. */
	private int interruptions() {
		return (this.fields.length > INTERRUPTIONS) ? Integer.parseInt(this.fields[INTERRUPTIONS]) : 0;
	}

	int attempts() {
		return isInLine() ? retries() : Integer.parseInt(this.fields[11]);
	}

	List<JobAttempt> history() {
		List<JobAttempt> history = new ArrayList<>(this.entries.length);
		for (String entry : this.entries) {
			String[] parts = entry.split(String.valueOf(Text.UNIT), -1);
			JobStatus outcome = Letters.status(parts[4]);
			history.add(new JobAttempt(Integer.parseInt(parts[0]), parts[1], millis(parts[2]), millis(parts[3]),
					(outcome != null) ? outcome : JobStatus.QUEUED,
					parts[5].isEmpty() ? null : StoredText.read(parts[5])));
		}
		return history;
	}

	ClaimedJob claimed(String id, String queue, JobRecord job) {
		Duration timeout = job.timeout();
		Instant startedAt = millis(this.fields[5]);
		Instant dueAt = due(score());
		return new ClaimedJob(JobId.of(id), queue, job.task(), job.payload(), job.headers(), job.priority(),
				maxRetries(job.maxRetries()), timeout, job.correlationId(), delivery(), retries(),
				Integer.parseInt(this.fields[3]), interruptions(), job.createdAt(),
				dueAt.isAfter(startedAt) ? startedAt : dueAt, startedAt, Text.instant(this.fields[9]));
	}

	private static Instant millis(String text) {
		return Instant.ofEpochMilli(Long.parseLong(text));
	}

}
