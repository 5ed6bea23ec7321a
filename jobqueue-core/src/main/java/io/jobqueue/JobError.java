package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * An error that is stored with a job.
 *
 * @param type the class name of the exception
 * @param message the message of the exception
 * @param stackTrace the stack trace, cut to a bounded length
 */
public record JobError(String type, @Nullable String message, @Nullable String stackTrace) {
}
