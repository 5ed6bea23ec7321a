/**
 * Raw queues: makes jobs of what other programs put into the store. {@code RawMover} does
 * so on one thread of each worker that serves the queue of the jobs. It looks at items,
 * turns them into jobs outside the store, and lets the store replace them in one step.
 * Only a bounded number of jobs waits in the queue, so the backlog stays where it was
 * put.
 */
@NullMarked
package io.jobqueue.raw;

import org.jspecify.annotations.NullMarked;
