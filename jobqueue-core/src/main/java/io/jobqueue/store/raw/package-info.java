/**
 * The part of a store that keeps raw queues: structures that other programs fill, and
 * whose items become jobs. An item is looked at, turned into a job outside the store, and
 * then replaced by this job in one step. Whoever else has looked at the same item finds
 * it gone in that step.
 */
@NullMarked
package io.jobqueue.store.raw;

import org.jspecify.annotations.NullMarked;
