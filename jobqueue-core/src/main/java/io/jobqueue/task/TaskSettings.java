package io.jobqueue.task;

import java.time.Duration;
import java.util.Set;

import io.jobqueue.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

/**
 * A declaration with all defaults filled in; see {@link Task} for the parts.
 */
record TaskSettings(String name, Set<String> aliases, String queue, Duration timeout, RetryPolicy retryPolicy,
		@Nullable String executor, boolean interrupt) {
}
