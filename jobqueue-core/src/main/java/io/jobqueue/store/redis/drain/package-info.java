/**
 * The marks of drained workers in Redis.
 */
@NullMarked
package io.jobqueue.store.redis.drain;

import org.jspecify.annotations.NullMarked;
