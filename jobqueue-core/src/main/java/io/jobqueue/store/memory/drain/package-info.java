/**
 * The marks of drained workers in memory.
 */
@NullMarked
package io.jobqueue.store.memory.drain;

import org.jspecify.annotations.NullMarked;
