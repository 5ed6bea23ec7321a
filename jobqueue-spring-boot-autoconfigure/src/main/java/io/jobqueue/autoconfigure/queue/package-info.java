/**
 * Which queues the application serves, and how. Worker, metrics and endpoint share the
 * answer.
 */
@NullMarked
package io.jobqueue.autoconfigure.queue;

import org.jspecify.annotations.NullMarked;
