package io.jobqueue.store.redis.form;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.JobState.LastAttempt;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredHistory;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobProgress;

import org.jspecify.annotations.Nullable;

/**
 * The state of a job as scripts write it; {@code state.lua} has the same layout: fields
 * that stand in each state, tagged fields, then the entries of the history. Tagged fields
 * and entries may have parts that only another release knows.
 */
public final class StoredState {

	/** In place of the time in a head that a script writes. No head has its sign. */
	private static final String NOW = RedisText.ENTRY + "n";

	/** In place of the score in a head that a script writes. */
	private static final String SCORE_OPEN = RedisText.ENTRY + "s";

	private static final long LEVEL = 1L << 43;

	/** The first letters of long states; any other one is of another release. */
	private static final String STATUSES = "W" + Letters.IN_LINE + Letters.MOVING + Letters.of(JobStatus.STARTED)
			+ Arrays.stream(JobStatus.values()).filter(JobStatus::isEnd).map(Letters::of).collect(Collectors.joining());

	/** Where a claim took a job from; without meaning for one that no worker holds. */
	private static final String FROM_QUEUED = "q", FROM_INTERRUPTED = "i";

	private static final String[] NEVER_CLAIMED = { "W", "0", "", "0", "", "0", "0", "0", FROM_QUEUED };

	/** The indexes of the fields that stand in each state. */
	private static final int STATUS = 0, DELIVERY = 1, WORKER = 2, SCORE = 3, STARTED = 4, RETRIES = 5, LOSSES = 6,
			ATTEMPTS = 7, ORIGIN = 8, FIELDS = 9;

	/** The tagged fields that this release knows. */
	private static final Set<String> TAGS = Set.of("e", "m", "u", "p", "c", "i", "t");

	private static final String[] NO_ENTRIES = {};

	private static final String UNIT = String.valueOf(RedisText.UNIT);

	/** The short states of jobs that run for the first time; see {@code state.lua}. */
	private static final char NEW = 'N', WAITS = 'P', DONE = 'D';

	private final String[] fields;

	private final StoredFields tagged;

	private final String[] entries;

	private StoredState(String[] fields, StoredFields tagged, String... entries) {
		this.fields = fields;
		this.tagged = tagged;
		this.entries = entries;
	}

	/**
	 * Read a state, or the beginning of one.
	 * @throws IllegalArgumentException if another release wrote it in a form of its own
	 */
	public static StoredState parse(String text) {
		if (text.isEmpty()) {
			return new StoredState(NEVER_CLAIMED, StoredFields.NONE, NO_ENTRIES);
		}
		char kind = text.charAt(0);
		if (kind == NEW || kind == WAITS || kind == DONE) {
			return expand(kind, text.substring(1).split(UNIT, -1));
		}
		int end = text.indexOf(RedisText.ENTRY);
		end = (end < 0) ? text.length() : end;
		String[] fields = text.substring(0, end).split(UNIT, FIELDS + 1);
		if (fields.length < FIELDS || fields[STATUS].length() != 1 || STATUSES.indexOf(kind) < 0) {
			throw new IllegalArgumentException("The state is of another format");
		}
		StoredFields tagged = (fields.length > FIELDS) ? StoredFields.read(UNIT + fields[FIELDS]) : StoredFields.NONE;
		String[] entries = (end < text.length()) ? text.substring(end + 1).split(String.valueOf(RedisText.ENTRY), -1)
				: NO_ENTRIES;
		return new StoredState(fields, tagged, entries);
	}

	private static StoredState expand(char kind, String... parts) {
		String worker = parts[0], score = parts[1], started = parts[2], origin = parts[3];
		String status = (kind == DONE) ? "U" : (kind == NEW) ? "S" : Letters.IN_LINE;
		String[] fields = { status, "1", worker, score, started, "0", "0", "1", origin };
		if (kind != DONE) {
			return new StoredState(fields, StoredFields.NONE, NO_ENTRIES);
		}
		StoredFields tagged = new StoredFields(List.of(new StoredFields.Field("e", parts[4]),
				new StoredFields.Field("p", "1"), new StoredFields.Field("c", "f")));
		return new StoredState(fields, tagged, String.join(UNIT, "1", worker, started, parts[4], "U", ""));
	}

	/** The first part of a score: lower for higher priority. */
	public static int level(int priority) {
		return 100 - priority;
	}

	/** The first part of a score. */
	public static long level(String score) {
		return Long.parseLong(score) / LEVEL;
	}

	public int delivery() {
		return number(DELIVERY);
	}

	/** The worker that holds the job, or was the last one that did. */
	public String worker() {
		return this.fields[WORKER];
	}

	/** The letter of the place of a job that does not wait. */
	String letter() {
		return this.fields[STATUS];
	}

	public String score() {
		return this.fields[SCORE];
	}

	/** The state of a job that does not wait. */
	public JobState state(JobId id, String queue) {
		return state(id, queue, letter(), score());
	}

	/**
	 * The state.
	 * @param letter the letter of the place of the job
	 * @param score its score there; without meaning for one that has ended
	 */
	public JobState state(JobId id, String queue, String letter, String score) {
		Instant dueAt = Instant.ofEpochMilli(Long.parseLong(score) % LEVEL);
		String maxRetries = this.tagged.get("m");
		JobState.Hold hold = null;
		boolean inLine = letter.equals(Letters.IN_LINE);
		if (inLine || letter.equals("S")) {
			hold = new JobState.Hold(worker(), millis(this.fields[STARTED]), progress(), inLine);
			// One at the tail of its queue is due a moment later than now.
			dueAt = dueAt.isAfter(hold.startedAt()) ? hold.startedAt() : dueAt;
		}
		boolean first = (hold != null) ? this.fields[ORIGIN].equals(FROM_INTERRUPTED) : letter.equals("I");
		JobState.Finish finish = "f".equals(this.tagged.get("c")) ? new JobState.Finish(delivery(), worker()) : null;
		return new JobState(id, queue, Letters.statusAt(letter), first, dueAt, delivery(), number(RETRIES),
				number(LOSSES), interruptions(), (maxRetries != null) ? Integer.valueOf(maxRetries) : null, hold,
				last(hold != null), finish, instant("u"), instant("e"));
	}

	/** Its worker and start stand in the entry that it has left. */
	private LastAttempt last(boolean held) {
		JobAttempt made = new StoredHistory(List.of(this.entries)).last();
		boolean again = interruptions() > 0 || number(LOSSES) > 0;
		return new LastAttempt(held ? number(RETRIES) + (again ? 1 : 0) : number(ATTEMPTS),
				(made != null) ? made.worker() : null, (made != null) ? made.startedAt() : null,
				held ? JobProgress.NONE : progress());
	}

	/**
	 * The head of the state after a transition of this one. The script fills in time and
	 * score, and adds the history.
	 * @param letter the letter of the next place
	 * @param score the score, empty to have it filled in
	 */
	public String next(Transition transition, JobState after, String letter, String score) {
		JobState.Finish finish = (after.finish() != null && after.finish().delivery() == after.delivery())
				? after.finish() : null;
		JobState.Hold hold = transition.before().hold();
		LastAttempt last = after.last();
		String worker = (finish != null) ? finish.worker() : RedisText.orEmpty(last.worker());
		Instant startedAt = (finish != null && hold != null) ? hold.startedAt() : last.startedAt();
		boolean waits = after.place() != Place.ENDED && !letter.equals(Letters.MOVING);
		StringBuilder head = new StringBuilder();
		head.append(String.join(UNIT, waits ? "W" : letter, Integer.toString(after.delivery()), worker,
				score.isEmpty() ? SCORE_OPEN : score, time(startedAt), Integer.toString(after.retries()),
				Integer.toString(after.lostDeliveries()), Integer.toString(last.attempts()), this.fields[ORIGIN]));
		tag(head, "e", time(after.endedAt()));
		tag(head, "m", RedisText.orEmpty(after.maxRetries()));
		tag(head, "u", time(after.unknownSince()));
		tag(head, "p", progress(last.progress().value()));
		tag(head, "c", (finish != null) ? "f" : "");
		tag(head, "i", (after.interruptions() > 0) ? Integer.toString(after.interruptions()) : "");
		tag(head, "t", text(last.progress()));
		this.tagged.without(TAGS).writeTo(head);
		return head.toString();
	}

	private static void tag(StringBuilder head, String tag, String value) {
		if (!value.isEmpty()) {
			head.append(RedisText.UNIT).append(tag).append('=').append(value);
		}
	}

	private static String time(@Nullable Instant time) {
		if (time == null) {
			return "";
		}
		return StepTime.isOpen(time) ? NOW : Long.toString(time.toEpochMilli());
	}

	private static String progress(double progress) {
		return (progress == 0) ? "" : (progress == 1) ? "1" : Double.toString(progress);
	}

	/**
	 * The entry of an attempt in the history, in two parts around the time when it ended.
	 */
	public static String[] entry(JobAttempt attempt) {
		String error = (attempt.error() != null) ? ErrorText.shortForm(attempt.error()) : "";
		return new String[] {
				attempt.number() + UNIT + attempt.worker() + UNIT + attempt.startedAt().toEpochMilli() + UNIT,
				UNIT + Letters.of(attempt.outcome()) + UNIT + error };
	}

	/** The attempts that are over. */
	public List<JobAttempt> history() {
		return new StoredHistory(List.of(this.entries)).attempts();
	}

	/** The text of progress as it is stored, empty for none. */
	public static String text(JobProgress progress) {
		return (progress.text() != null) ? StoredText.of(progress.text()) : "";
	}

	private JobProgress progress() {
		String progress = this.tagged.get("p");
		return new JobProgress((progress != null) ? Double.parseDouble(progress) : 0, this.tagged.get("t"));
	}

	private int interruptions() {
		String interruptions = this.tagged.get("i");
		return (interruptions != null) ? Integer.parseInt(interruptions) : 0;
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
