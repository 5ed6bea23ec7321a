/**
 * How schedules are kept in Redis.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.redis.schedule;
