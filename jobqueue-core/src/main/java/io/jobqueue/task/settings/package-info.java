/**
 * What annotations and defaults say about a task.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.task.settings;
