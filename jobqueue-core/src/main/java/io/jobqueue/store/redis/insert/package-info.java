/**
 * The way of new jobs into a queue in Redis, for each script that inserts some.
 */
@NullMarked
package io.jobqueue.store.redis.insert;

import org.jspecify.annotations.NullMarked;
