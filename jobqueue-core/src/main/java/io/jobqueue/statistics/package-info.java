/**
 * Adds up what this worker does, and adds the sums to the store every 10 seconds. A job
 * costs some additions in memory and no call of the store.
 */
@NullMarked
package io.jobqueue.statistics;

import org.jspecify.annotations.NullMarked;
