package io.jobqueue.lifecycle;

/**
 * The result of an event for a job: a {@link Transition}, or a {@link Refusal} that does
 * not change the job.
 */
public sealed interface Decision permits Transition, Refusal {

}
