package io.jobqueue.store.walk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobInfo;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobProgress;

import org.jspecify.annotations.Nullable;

/**
 * A job as it is shown: what must be equal, and the times, which must agree.
 */
record Look(List<@Nullable Object> values, List<@Nullable Instant> times) {

	static Look of(JobInfo job) {
		return of(job, new JobProgress(job.progress(), job.progressText()));
	}

	static Look of(JobInfo job, JobProgress progress) {
		List<@Nullable Object> values = new ArrayList<>(Arrays.asList(job.id(), job.queue(), job.status(), job.task(),
				job.payload(), job.headers(), job.correlationId(), "tags", job.tags(), job.priority(), "maxRetries",
				job.maxRetries(), job.timeout(), "attempts", job.attempts(), "retries", job.retriesUsed(), "delivery",
				job.delivery(), job.worker(), "progress", progress, "error", job.error(), job.onFailureError(),
				"result", job.result()));
		List<@Nullable Instant> times = new ArrayList<>(
				Arrays.asList(job.createdAt(), job.dueAt(), job.startedAt(), job.endedAt()));
		for (JobAttempt attempt : job.history()) {
			values.addAll(
					Arrays.asList("attempt", attempt.number(), attempt.worker(), attempt.outcome(), attempt.error()));
			times.addAll(List.of(attempt.startedAt(), attempt.endedAt()));
		}
		return new Look(values, times);
	}

	static Look of(ClaimedJob job) {
		return new Look(
				Arrays.asList(job.id(), job.queue(), job.details(), "delivery", job.delivery(), "retries",
						job.retries(), "lostDeliveries", job.lostDeliveries(), "interruptions", job.interruptions()),
				Arrays.asList(job.createdAt(), job.dueAt(), job.startedAt(), job.unknownSince()));
	}

	boolean agrees(Look actual, WalkTime time) {
		return this.values.equals(actual.values) && timesAgree(actual, time);
	}

	private boolean timesAgree(Look actual, WalkTime time) {
		for (int i = 0; i < this.times.size(); i++) {
			if (!time.agrees(this.times.get(i), actual.times.get(i))) {
				return false;
			}
		}
		return true;
	}

	/** Throws if they do not agree. */
	void requireAgreement(String what, Look actual, WalkTime time) {
		Oracle.require(this.values.equals(actual.values), "%s%n  is       %s%n  and not  %s", what, actual.values,
				this.values);
		Oracle.require(timesAgree(actual, time), "%s has the times%n  %s%n  and not%n  %s", what, actual.times,
				this.times.stream().map(time::describe).toList());
	}

}
