package io.jobqueue.dashboard;

import java.time.Instant;

/**
 * A user has changed something with the dashboard or its API. Published as an event of
 * the application, on the thread of the request, after the change.
 *
 * @param at when, by the clock of this application
 * @param user the name of the user, {@code anonymous} for one who is not authenticated
 * @param action what was done, such as {@code requeue}, {@code run-now} or {@code pause}
 * @param target what it was done to: a job, a queue, a schedule, a flow or a selection of
 * jobs
 * @param count how many jobs, queues, schedules or flows were changed
 */
public record DashboardAct(Instant at, String user, String action, String target, long count) {
}
