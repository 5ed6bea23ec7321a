/**
 * Observations of sub-tasks, and the values of threads that maps carry along.
 */
@NullMarked
package io.jobqueue.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
