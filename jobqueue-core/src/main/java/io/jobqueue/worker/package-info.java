/**
 * Runs jobs: one container a queue, each made of small parts (loop, permits, waiter,
 * execution, outcome buffer); and what all containers of a worker share: leases, signals,
 * the search for queues, the watch over containers without progress.
 */
@NullMarked
package io.jobqueue.worker;

import org.jspecify.annotations.NullMarked;
