/**
 * One random walk over all stores. It sends random commands, some of them late, twice or
 * without their reply, to a store and to an oracle, and compares what both show. The
 * oracle applies the rules of {@link io.jobqueue.lifecycle} and keeps order, places,
 * leases and pauses by itself. A store binds the walk by one class that extends
 * {@link io.jobqueue.store.walk.StoreWalk}.
 * <p>
 * The clock of a real server cannot be set. So each delay is zero, or so long that it
 * never ends, or so short that the walk waits for its end before the next command.
 */
@NullMarked
package io.jobqueue.store.walk;

import org.jspecify.annotations.NullMarked;
