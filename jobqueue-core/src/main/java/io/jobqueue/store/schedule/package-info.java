/**
 * The part of a store that keeps schedules and fires them.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.schedule;
