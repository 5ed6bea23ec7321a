/**
 * Runs jobs. A worker has one container per queue. Each container consists of small
 * parts: poll loop, permits, wake latch, execution and outcome buffer. All containers of
 * a worker share the lease renewal, the signals, the discovery of queues and the progress
 * check.
 */
@NullMarked
package io.jobqueue.worker;

import org.jspecify.annotations.NullMarked;
