/**
 * Runs jobs. There is one container per queue. Each consists of small parts: loop,
 * permits, waiter, execution and outcome buffer. All containers of a worker share the
 * lease renewal, the signals, the discovery of queues and the check for progress.
 */
@NullMarked
package io.jobqueue.worker;

import org.jspecify.annotations.NullMarked;
