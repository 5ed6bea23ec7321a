/**
 * Calls of {@code onFailure} for jobs that have ended as dead letters.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.failure;
