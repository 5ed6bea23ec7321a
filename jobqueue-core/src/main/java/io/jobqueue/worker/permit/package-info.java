/**
 * How many jobs run at the same time: the permits of a queue, and of several queues that
 * share a container.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.permit;
