package io.jobqueue.autoconfigure.properties;

import java.time.Duration;

import io.jobqueue.RawQueueType;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A raw queue, which programs in any language fill.
 *
 * @param type How its items are kept: 'list', 'set', 'sorted-set' (the lowest score
 * first) or 'timed-set' (the score is the time in milliseconds since 1970). A database
 * cannot keep a set.
 * @param task Name of the task whose payloads the items are, as JSON. Default: a bean of
 * the type RawJobFactory makes the jobs.
 * @param queue Queue of the jobs. Default: that of the task.
 * @param pollInterval How often an empty raw queue is looked at.
 */
public record RawQueueProperties(@DefaultValue("list") RawQueueType type, @Nullable String task, @Nullable String queue,
		@DefaultValue("1s") Duration pollInterval) {
}
