/**
 * The Redis store: few scripts, batch-first, all keys of a queue in one Cluster slot.
 */
@NullMarked
package io.jobqueue.store.redis;

import org.jspecify.annotations.NullMarked;
