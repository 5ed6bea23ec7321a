/**
 * Changes of jobs: their rows are locked, the life cycle decides, and one place writes.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.step;
