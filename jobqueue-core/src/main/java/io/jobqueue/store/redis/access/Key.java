package io.jobqueue.store.redis.access;

import io.jobqueue.JobStatus;

/**
 * What is kept of a queue, by the names under which scripts know the keys.
 */
public enum Key {

	/** Sorted sets of the jobs that wait. */
	QUEUED("queued"), SCHEDULED("scheduled"), RETRY("retry"), INTERRUPTED("interrupted"),

	/** A sorted set of the jobs that workers hold in line, by the score they had. */
	LINE("line"),

	/** Hashes by job: what never changes, what changes, what came of it. */
	RECORDS("records"), STATE("state"), RESULT("result"), ERROR("error"),

	/**
	 * Hashes: what jobs have beside a plain life, and the owners of unique keys; those
	 * keys that run out, by time.
	 */
	TRAITS("traits"), UNIQUE("unique"), UNIQUE_UNTIL("unique:until"),

	/** A hash: what attempts have noted about jobs, their steps and logs. */
	NOTES("notes"),

	/** A sorted set of the jobs with tags, by tag and id. */
	TAG_INDEX("tags"),

	/**
	 * Jobs under limits: those that wait, by score and by lane, and those that workers
	 * hold, by limit.
	 */
	LANED("laned"), LANES("lanes"), SLOTS("slots"),

	/** Lanes that may have a job to start, and those that wait for a limit. */
	TURNS("turns"), BLOCKED("blocked"), PARKED("parked"),

	/**
	 * Limits: their bounds; up to when their rates are used; until when they hold back
	 * all jobs; when lanes look at them again; and the last turns of a fair queue.
	 */
	LIMITS("limits"), RATES("rates"), HOLDS("holds"), COOLING("cooling"), GROUPS("groups"),

	/** Workers by the end of their lease, who they are, and those that wait for jobs. */
	WORKERS("workers"), INFO("info"), WAITING("waiting"),

	/** The queue itself, and counts of failures. */
	META("meta"), FAILURES("failures"),

	/** Jobs that went to another queue, are on their way there, or came from one. */
	FORWARD("forward"), MOVING("moving"), ARRIVED("arrived"),

	/**
	 * Schedules by the time they are due, by the tick that waits, by their declaration.
	 */
	SCHEDULES("schedules"), SCHEDULE_WAITING("schedule:waiting"), SCHEDULE_DECLARED("schedule:declared"),

	/** Hashes by schedule: its definition, what changes, and what became of its ticks. */
	SCHEDULE_PLANS("schedule:plans"), SCHEDULE_STATES("schedule:states"), SCHEDULE_RUNS("schedule:runs"),

	/** A sorted set: notices of jobs of flows that have ended, by time. */
	NOTICES("notices"),

	/** Is there for a while after the queue was forgotten. */
	FORGOTTEN("forgotten"),

	/** Sorted sets of the jobs that have ended. */
	ENDED_SUCCESS("ended:SUCCESS"), ENDED_FAILED("ended:FAILED"), ENDED_MAX_RETRIES("ended:MAX_RETRIES"),
	ENDED_TIMEOUT("ended:TIMEOUT"), ENDED_ABORTED("ended:ABORTED"), ENDED_CANCELLED("ended:CANCELLED");

	private final String text;

	Key(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

	/** The sorted set of a status. */
	public static Key of(JobStatus status) {
		if (status == JobStatus.STARTED) {
			throw new IllegalArgumentException("Running jobs are kept by worker");
		}
		return valueOf(status.isEnd() ? "ENDED_" + status : status.name());
	}

}
