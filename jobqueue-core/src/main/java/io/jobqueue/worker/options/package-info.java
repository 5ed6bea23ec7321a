/**
 * What a worker and its containers are configured with and extended by, and how queues
 * are discovered.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.options;
