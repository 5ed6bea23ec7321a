package io.jobqueue.task.settings;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.Task;

import org.jspecify.annotations.Nullable;

/** The settings of a task, with all defaults; see {@link Task}. */
public record TaskSettings(String name, Set<String> aliases, String queue, Duration timeout, RetryPolicy retryPolicy,
		@Nullable String executor, boolean interrupt, TaskLimits limits, @Nullable KeyExpression uniqueKey,
		List<String> tags, @Nullable LogCapture captureLogs, boolean finishInTransaction) {
}
