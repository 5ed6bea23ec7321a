/**
 * Limits of queues: their rules, the lanes of jobs that are under limits, and the parts
 * of a store that apply them.
 * <p>
 * The rules of a queue are one versioned document that changes by compare-and-set. A
 * store derives from it what its claims need, in the same step. A bound has a value of
 * the configuration and a value of an operator, which goes before it and outlives each
 * deployment. A lane is the set of limits that a job is under. Its jobs start in their
 * order; a lane that waits for a slot holds up no other lane.
 */
@NullMarked
package io.jobqueue.store.limit;

import org.jspecify.annotations.NullMarked;
