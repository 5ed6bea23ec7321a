/**
 * Runs jobs: one container a queue, each made of small parts (loop, permits, waiter,
 * execution, outcome buffer, lease keeper).
 */
@NullMarked
package io.jobqueue.worker;

import org.jspecify.annotations.NullMarked;
