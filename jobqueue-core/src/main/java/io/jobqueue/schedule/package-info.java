/**
 * Recurring jobs: their definitions, and the timer of a worker that fires them.
 */
@NullMarked
package io.jobqueue.schedule;

import org.jspecify.annotations.NullMarked;
