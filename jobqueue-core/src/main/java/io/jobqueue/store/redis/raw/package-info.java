/**
 * Raw queues in Redis: a key beside those of the queue, in the same slot.
 */
@NullMarked
package io.jobqueue.store.redis.raw;

import org.jspecify.annotations.NullMarked;
