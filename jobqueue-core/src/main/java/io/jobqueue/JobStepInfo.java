package io.jobqueue;

/**
 * A finished step of a job, which {@link JobContext#step} has run.
 *
 * @param number its position among the finished steps of the job, from 1
 * @param name its name
 * @param result its result as JSON, with sensitive values masked; {@code true} for a step
 * without a result
 */
public record JobStepInfo(int number, String name, String result) {
}
