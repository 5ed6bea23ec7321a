package io.jobqueue;

/**
 * Why a job ended as a dead letter.
 *
 * @param id the id of the job
 * @param task the name of its task
 * @param queue the queue in which it ended
 * @param status FAILED, MAX_RETRIES or TIMEOUT
 * @param attempts the number of attempts
 * @param error what the last attempt threw; a {@link JobTimeoutException} for a timeout,
 * a {@link PoisonJobException} if too many workers were lost
 */
public record JobFailure(JobId id, String task, String queue, JobStatus status, int attempts, Throwable error) {
}
