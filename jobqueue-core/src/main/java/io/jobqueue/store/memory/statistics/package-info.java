/**
 * Statistics in memory. They need no step with jobs, so they have a lock of their own.
 */
@NullMarked
package io.jobqueue.store.memory.statistics;

import org.jspecify.annotations.NullMarked;
