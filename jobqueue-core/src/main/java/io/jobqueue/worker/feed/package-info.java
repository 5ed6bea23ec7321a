/**
 * How a container gets jobs: the poll loop, its pace, the lease, and the condition on
 * which the worker exits.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.feed;
