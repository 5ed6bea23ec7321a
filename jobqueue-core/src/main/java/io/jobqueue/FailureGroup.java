package io.jobqueue;

/**
 * Dead letters that have their task and the class of their last error in common.
 *
 * @param queue the queue
 * @param task the task
 * @param errorType the class name of the error, empty for those without one
 * @param count how many there are
 */
public record FailureGroup(String queue, String task, String errorType, long count) {
}
