package io.jobqueue;

/**
 * Dead letters with the same queue, task and error type.
 *
 * @param queue the queue
 * @param task the name of the task
 * @param errorType the class name of the last error, empty for none
 * @param count the number of jobs
 */
public record FailureGroup(String queue, String task, String errorType, long count) {
}
