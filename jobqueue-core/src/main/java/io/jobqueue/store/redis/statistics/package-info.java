/**
 * Statistics in Redis: hashes in the slot of the queue, each of which has the sums of
 * some hours and expires by itself.
 */
@NullMarked
package io.jobqueue.store.redis.statistics;

import org.jspecify.annotations.NullMarked;
