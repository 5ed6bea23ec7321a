/**
 * Options and extension points of a worker and its containers, and the discovery of
 * queues.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.options;
