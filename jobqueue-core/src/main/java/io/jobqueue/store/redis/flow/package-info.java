/**
 * The flows of the store in Redis. A flow has a slot of its own, and the list of all
 * flows another one.
 */
@NullMarked
package io.jobqueue.store.redis.flow;

import org.jspecify.annotations.NullMarked;
