package io.jobqueue.lifecycle;

import java.time.Duration;
import java.time.Instant;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

/**
 * A job in each of its states.
 */
final class Jobs {

	static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	static final Instant NOW = START.plusSeconds(60);

	static final Duration LATER = Duration.ofMinutes(5);

	static final JobError ERROR = new JobError("java.io.IOException", "gone", "at a.B");

	static final String QUEUE = "q";

	static final String WORKER = "w";

	private Jobs() {
	}

	static NewJob data(Duration delay) {
		return new NewJob(JobId.of("id"), QUEUE, JobDetails.of("task", "{}").withMaxRetries(3), delay, null);
	}

	static JobState queued() {
		return JobState.inserted(data(null), START);
	}

	static JobState started() {
		return after(queued(), new ClaimEvent(WORKER, false));
	}

	static JobState inLine() {
		return after(queued(), new ClaimEvent(WORKER, true));
	}

	/** By the shortest way. */
	static JobState in(JobStatus status) {
		return switch (status) {
			case SCHEDULED -> JobState.inserted(data(LATER), START);
			case QUEUED -> queued();
			case STARTED -> started();
			case RETRY -> after(started(), finish(Outcome.retry(claimed(), LATER, ERROR)));
			case INTERRUPTED -> after(started(), finish(Outcome.interrupted(claimed())));
			case SUCCESS -> after(started(), finish(Outcome.success(claimed(), "1")));
			case FAILED, MAX_RETRIES, TIMEOUT, ABORTED ->
				after(started(), finish(Outcome.end(claimed(), status, ERROR)));
			case CANCELLED -> after(queued(), new ActionEvent(JobAction.CANCEL));
		};
	}

	/** In the first delivery. */
	static ClaimedJob claimed() {
		return claimed(started());
	}

	static ClaimedJob claimed(JobState state) {
		return state.toClaimed(data(null).details(), START);
	}

	static FinishEvent finish(Outcome outcome) {
		return new FinishEvent(QUEUE, WORKER, outcome);
	}

	static JobState after(JobState state, LifecycleEvent event) {
		JobState after = transition(state, event).after();
		if (after == null) {
			throw new IllegalStateException("deleted");
		}
		return after;
	}

	static Transition transition(JobState state, LifecycleEvent event) {
		return transition(state, event, NOW);
	}

	static Transition transition(JobState state, LifecycleEvent event, Instant now) {
		if (event.decide(state, now) instanceof Transition transition) {
			return transition;
		}
		throw new IllegalStateException(event + " is refused in " + state);
	}

}
