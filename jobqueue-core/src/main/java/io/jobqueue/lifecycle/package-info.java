/**
 * The life cycle of a job: what a claim, an outcome, a lost worker or an act makes of its
 * status, counters, history and place. These are pure functions of a
 * {@link io.jobqueue.lifecycle.JobState} and a
 * {@link io.jobqueue.lifecycle.LifecycleEvent}, without a store, a clock or a lock.
 * <p>
 * Stores share them. A store reads the state of a job, asks
 * {@link io.jobqueue.lifecycle.LifecycleEvent#decide} for the
 * {@link io.jobqueue.lifecycle.Transition} and writes that in one atomic step. If the
 * state has changed by then, the step fails or is repeated. The store keeps the fence,
 * the places of {@link io.jobqueue.lifecycle.Place} and the hooks of
 * {@link io.jobqueue.lifecycle.Transition.Hook}. It also keeps the time: a store that
 * learns the time only when it writes passes {@link io.jobqueue.lifecycle.StepTime#NOW}.
 * <p>
 * To add a status, extend {@code JobStatus} and {@link io.jobqueue.lifecycle.JobState},
 * write the event that leads to it and its rows in the table of
 * {@code LifecycleTableTests}. To add a capability that acts at certain points in a life,
 * use the hooks of each store.
 */
@NullMarked
package io.jobqueue.lifecycle;

import org.jspecify.annotations.NullMarked;
