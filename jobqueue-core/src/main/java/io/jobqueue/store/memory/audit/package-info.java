/**
 * The audit of the store in memory.
 */
@NullMarked
package io.jobqueue.store.memory.audit;

import org.jspecify.annotations.NullMarked;
