/**
 * How a container gets jobs: the poll loop, claims ahead, the lease, and the condition on
 * which it exits.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.feed;
