package io.jobqueue;

import java.time.Instant;

/**
 * What a user has changed. The texts are those of users: they may have any character.
 *
 * @param id where the entry is in the audit
 * @param at when it was kept, by the clock of the store
 * @param user the name of the user, {@code anonymous} for one who is not authenticated
 * @param action what was done, such as {@code requeue}; one that begins with
 * {@code begin} was about to be done
 * @param target what it was done to: a job, a queue, a schedule or a selection of jobs
 * @param count how many jobs, queues or schedules were changed
 */
public record AuditEntry(String id, Instant at, String user, String action, String target, long count) {
}
