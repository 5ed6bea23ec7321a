/**
 * Flows: what their jobs and those that follow do, decided above the stores. A state is
 * changed by compare and set. Jobs are inserted between two changes: the first one adds
 * their places and keeps others away for a time, the second one says that they are there.
 * The store inserts none of them after this time, so that whoever repeats the step does
 * not meet a late insert.
 */
@NullMarked
package io.jobqueue.flow;

import org.jspecify.annotations.NullMarked;
