package io.jobqueue.store.redis;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.JobDetails;
import io.jobqueue.store.StoredFields;
import io.jobqueue.store.StoredHistory;

import org.jspecify.annotations.Nullable;

/**
 * What changes about a job, as scripts write it; {@code state.lua} has the same layout:
 * fields that stand in each state, tagged fields, then the entries of the history. Tagged
 * fields and entries may have parts that only another release knows.
 */
final class JobState {

	private static final long LEVEL = 1L << 43;

	/** The first letters of long states; any other one is of another release. */
	private static final String STATUSES = "WSLVUFMTAC";

	private static final String[] NEVER_CLAIMED = { "W", "0", "", "", "", "0", "0", "0", "q" };

	/** The indexes of the fields that stand in each state. */
	private static final int STATUS = 0, DELIVERY = 1, WORKER = 2, SCORE = 3, STARTED = 4, RETRIES = 5, LOSSES = 6,
			ATTEMPTS = 7, FIELDS = 9;

	private static final String[] NO_ENTRIES = {};

	private static final String UNIT = String.valueOf(Text.UNIT);

	/** The short states of jobs that run for the first time; see {@code state.lua}. */
	private static final char NEW = 'N', WAITS = 'P', DONE = 'D';

	/**
	 * The status of a job in line: a worker holds it and has not said that it started.
	 */
	private static final String HELD = "L";

	private final String[] fields;

	private final StoredFields tagged;

	private final String[] entries;

	private JobState(String[] fields, StoredFields tagged, String... entries) {
		this.fields = fields;
		this.tagged = tagged;
		this.entries = entries;
	}

	/**
	 * Read a state.
	 * @throws IllegalArgumentException if another release wrote it in a form of its own
	 */
	static JobState parse(String text) {
		if (text.isEmpty()) {
			return new JobState(NEVER_CLAIMED, StoredFields.NONE, NO_ENTRIES);
		}
		char kind = text.charAt(0);
		if (kind == NEW || kind == WAITS || kind == DONE) {
			return expand(kind, text.substring(1).split(UNIT, -1));
		}
		int end = text.indexOf(Text.ENTRY);
		end = (end < 0) ? text.length() : end;
		String[] fields = text.substring(0, end).split(UNIT, FIELDS + 1);
		if (fields.length < FIELDS || fields[STATUS].length() != 1 || STATUSES.indexOf(kind) < 0) {
			throw new IllegalArgumentException("The state is of another format");
		}
		StoredFields tagged = (fields.length > FIELDS) ? StoredFields.read(UNIT + fields[FIELDS]) : StoredFields.NONE;
		String[] entries = (end < text.length()) ? text.substring(end + 1).split(String.valueOf(Text.ENTRY), -1)
				: NO_ENTRIES;
		return new JobState(fields, tagged, entries);
	}

	private static JobState expand(char kind, String... parts) {
		String worker = parts[0], score = parts[1], started = parts[2], origin = parts[3];
		String status = (kind == DONE) ? "U" : (kind == NEW) ? "S" : HELD;
		String[] fields = { status, "1", worker, score, started, "0", "0", "1", origin };
		if (kind != DONE) {
			return new JobState(fields, StoredFields.NONE, NO_ENTRIES);
		}
		StoredFields tagged = new StoredFields(
				List.of(new StoredFields.Field("e", parts[4]), new StoredFields.Field("p", "1")));
		return new JobState(fields, tagged, String.join(UNIT, "1", worker, started, parts[4], "U", ""));
	}

	static Instant due(long score) {
		return Instant.ofEpochMilli(score % LEVEL);
	}

	/** The first part of a score: lower for higher priority. */
	static int level(int priority) {
		return 100 - priority;
	}

	int delivery() {
		return number(DELIVERY);
	}

	long score() {
		return Long.parseLong(this.fields[SCORE]);
	}

	/** A worker holds it and has not said that it started. */
	boolean isInLine() {
		return this.fields[STATUS].equals(HELD);
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
		return Text.instant(this.fields[STARTED]);
	}

	@Nullable Instant endedAt() {
		return instant("e");
	}

	@Nullable String worker() {
		if (isInLine()) {
			String[] last = lastOver();
			return (last != null) ? last[1] : null;
		}
		return this.fields[WORKER].isEmpty() ? null : this.fields[WORKER];
	}

	/** What was dispatched, with the number of retries that an attempt asked for. */
	JobDetails details(JobRecord record) {
		String maxRetries = this.tagged.get("m");
		return (maxRetries != null) ? record.details().withMaxRetries(Integer.valueOf(maxRetries)) : record.details();
	}

	double progress() {
		String progress = this.tagged.get("p");
		return (progress != null) ? Double.parseDouble(progress) : 0;
	}

	int retries() {
		return number(RETRIES);
	}

	private int interruptions() {
		String interruptions = this.tagged.get("i");
		return (interruptions != null) ? Integer.parseInt(interruptions) : 0;
	}

	int attempts() {
		return isInLine() ? retries() : number(ATTEMPTS);
	}

	/** The attempts that are over. */
	List<JobAttempt> history() {
		return new StoredHistory(List.of(this.entries)).attempts();
	}

	ClaimedJob claimed(String id, String queue, JobRecord job) {
		Instant startedAt = millis(this.fields[STARTED]);
		Instant dueAt = due(score());
		return new ClaimedJob(JobId.of(id), queue, details(job), delivery(), retries(), number(LOSSES), interruptions(),
				job.createdAt(), dueAt.isAfter(startedAt) ? startedAt : dueAt, startedAt, instant("u"));
	}

	private int number(int field) {
		return Integer.parseInt(this.fields[field]);
	}

	private @Nullable Instant instant(String tag) {
		String millis = this.tagged.get(tag);
		return (millis != null) ? millis(millis) : null;
	}

	private static Instant millis(String text) {
		return Instant.ofEpochMilli(Long.parseLong(text));
	}

}
