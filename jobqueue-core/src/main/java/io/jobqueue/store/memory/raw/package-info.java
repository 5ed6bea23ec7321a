/**
 * Raw queues in memory.
 */
@NullMarked
package io.jobqueue.store.memory.raw;

import org.jspecify.annotations.NullMarked;
