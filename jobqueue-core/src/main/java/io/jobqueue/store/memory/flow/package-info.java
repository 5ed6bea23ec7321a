/**
 * The flows of the store in memory.
 */
@NullMarked
package io.jobqueue.store.memory.flow;

import org.jspecify.annotations.NullMarked;
