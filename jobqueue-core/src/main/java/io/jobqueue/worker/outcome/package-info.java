/**
 * The result of an attempt and its way to the store: it is resolved, buffered and written
 * in batches.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.outcome;
