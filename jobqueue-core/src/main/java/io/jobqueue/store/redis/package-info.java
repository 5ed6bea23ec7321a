/**
 * The Redis store: few scripts, batch-first, all keys of a queue in one Cluster slot.
 * <p>
 * A job that waits is two things: its record, a string that never changes, and an entry
 * in the sorted set of its status. Only a job that was claimed or has ended has a state
 * (hash {@code state}), whose status, worker and delivery are the fence of every change.
 * Scripts answer to a batch with one write a structure, are given each key they touch,
 * and of those that drain a queue the first write is one that frees memory, so that a
 * full Redis still drains. Records are read and, if large, written outside of scripts.
 * Signals are hints: a worker notes itself asleep, whoever brings work wakes one, and the
 * woken one wakes the next while there is more than it took.
 */
@NullMarked
package io.jobqueue.store.redis;

import org.jspecify.annotations.NullMarked;
