package io.jobqueue.lifecycle;

/**
 * What an event makes of a job: a {@link Transition}, or a {@link Refusal} that leaves it
 * as it is.
 */
public sealed interface Decision permits Transition, Refusal {

}
