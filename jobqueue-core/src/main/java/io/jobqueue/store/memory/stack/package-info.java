/**
 * Requests for stacks in the store in memory.
 */
@NullMarked
package io.jobqueue.store.memory.stack;

import org.jspecify.annotations.NullMarked;
