package io.jobqueue.store.walk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.KeptData;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.NewJob;

/**
 * A job as the oracle knows it.
 */
final class OracleJob {

	private static final Comparator<OracleJob> LEVEL = Comparator.comparing((OracleJob job) -> !job.state.first())
		.thenComparing((job) -> -job.data.priority());

	private static final Comparator<OracleJob> AGE = Comparator.comparing((OracleJob job) -> job.state.dueAt())
		.thenComparing((job) -> job.sequence);

	static final Comparator<OracleJob> CLAIM_ORDER = LEVEL.thenComparing(AGE);

	/** Interrupted jobs go by their age also where the newest job is first. */
	static final Comparator<OracleJob> NEWEST_FIRST = LEVEL
		.thenComparing((one, other) -> one.state.first() ? AGE.compare(one, other) : AGE.compare(other, one));

	NewJob data;

	final Instant createdAt;

	private final List<JobAttempt> history = new ArrayList<>();

	private long sequence;

	/** Its attempts that workers have finished, and the queues they came from. */
	final Set<Finished> finished = new HashSet<>();

	/** Whether it was claimed since its last attempt. */
	private boolean claimedSince;

	JobState state;

	KeptData kept = KeptData.NONE;

	OracleJob(NewJob data, Instant now, long number) {
		this.data = data;
		this.createdAt = now;
		this.sequence = number;
		this.state = JobState.inserted(data, now);
	}

	void become(JobState after, Transition transition, long number) {
		this.claimedSince |= this.state.hold() == null && after.hold() != null;
		this.state = after;
		this.kept = this.kept.after(transition);
		if (transition.atTail()) {
			this.sequence = number;
		}
		if (transition.attempt() != null) {
			this.claimedSince = false;
			this.history.add(transition.attempt());
			if (this.history.size() > Transition.HISTORY) {
				this.history.remove(0);
			}
		}
	}

	/** An interrupted job is not the first one any more. */
	void waitByPriority() {
		JobState job = this.state;
		this.state = new JobState(job.id(), job.queue(), JobStatus.QUEUED, false, job.dueAt(), job.delivery(),
				job.retries(), job.lostDeliveries(), job.interruptions(), job.maxRetries(), null, job.last(),
				job.finish(), job.unknownSince(), null);
	}

	JobId id() {
		return this.state.id();
	}

	/** The limits that it is under. */
	List<String> limits() {
		return this.data.traits().limits();
	}

	void limit(List<String> limits) {
		this.data = this.data.withTraits(this.data.traits().withLimits(limits));
	}

	JobStatus status() {
		return this.state.status();
	}

	boolean isIn(String queue, Place place) {
		return this.state.queue().equals(queue) && this.state.place() == place;
	}

	boolean isSuspect() {
		return this.state.lostDeliveries() >= ClaimedJob.SUSPECT_LOSSES;
	}

	/** Whether only the time can tell which of two jobs goes first. */
	boolean ranksAs(OracleJob other) {
		return this.state.first() == other.state.first() && this.data.priority() == other.data.priority();
	}

	/** Whether it is of a level that goes first. */
	boolean isBefore(OracleJob other) {
		return LEVEL.compare(this, other) < 0;
	}

	/**
	 * What is to be found. A store may forget the progress of the last attempt when the
	 * job is claimed again.
	 */
	Look look(JobInfo found) {
		JobInfo info = toInfo();
		boolean forgotten = this.claimedSince && this.state.shown() == this.state.last() && found.progress() == 0
				&& found.progressText() == null;
		return forgotten ? Look.of(info, JobProgress.NONE) : Look.of(info);
	}

	private JobInfo toInfo() {
		return this.state.toInfo(this.data.details(), this.data.traits(), this.createdAt, this.kept, this.history);
	}

	ClaimedJob toClaimed() {
		return this.state.toClaimed(this.data.details(), this.createdAt);
	}

	/** An attempt that its worker has finished. */
	record Finished(String queue, String worker, int delivery) {
	}

}
