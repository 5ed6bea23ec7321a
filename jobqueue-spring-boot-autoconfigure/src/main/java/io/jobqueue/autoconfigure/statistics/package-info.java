/**
 * Statistics of jobs.
 */
@NullMarked
package io.jobqueue.autoconfigure.statistics;

import org.jspecify.annotations.NullMarked;
