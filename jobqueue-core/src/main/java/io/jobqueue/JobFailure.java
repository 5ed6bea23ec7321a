package io.jobqueue;

/**
 * Why a job ended without success.
 *
 * @param id the job
 * @param task its task
 * @param queue the queue it ended in
 * @param status how it ended: FAILED, MAX_RETRIES or TIMEOUT
 * @param attempts how many attempts were made
 * @param error what the last attempt threw; a {@link JobTimeoutException} for a timeout,
 * a {@link PoisonJobException} for a job whose workers were lost
 */
public record JobFailure(JobId id, String task, String queue, JobStatus status, int attempts, Throwable error) {
}
