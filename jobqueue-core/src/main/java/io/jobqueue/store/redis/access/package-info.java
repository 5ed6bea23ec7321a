/**
 * Connections, scripts, keys and the limits of commands.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.redis.access;
