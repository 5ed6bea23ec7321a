package io.jobqueue.store.notes;

/**
 * A finished step of a job.
 *
 * @param number its position among the steps of the job, from 1
 * @param name its name, at most 200 characters, none of them a control character
 * @param result its result as JSON
 */
public record StoredStep(int number, String name, String result) {
}
