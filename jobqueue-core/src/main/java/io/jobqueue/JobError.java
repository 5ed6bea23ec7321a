package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * An error as it is kept with a job.
 *
 * @param type the class name of the exception
 * @param message its message
 * @param stackTrace its stack trace as text, cut to a bounded length
 */
public record JobError(String type, @Nullable String message, @Nullable String stackTrace) {
}
