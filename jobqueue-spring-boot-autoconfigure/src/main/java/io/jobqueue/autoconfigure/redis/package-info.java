/**
 * The store in Redis. The server is checked once at start, on a thread of its own,
 * because a server that does not answer must not delay the start without bound.
 */
@NullMarked
package io.jobqueue.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
