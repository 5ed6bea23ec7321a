/**
 * The steps and logs of jobs of the store in memory.
 */
@NullMarked
package io.jobqueue.store.memory.notes;

import org.jspecify.annotations.NullMarked;
