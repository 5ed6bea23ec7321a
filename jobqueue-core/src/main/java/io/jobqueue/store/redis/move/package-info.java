/**
 * Retries into another queue, whose keys may be on another node of a Cluster.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.redis.move;
