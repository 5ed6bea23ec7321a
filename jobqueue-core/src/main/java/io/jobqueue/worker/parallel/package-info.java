/**
 * Runs items of one attempt in parallel. The thread that maps takes part, so a map makes
 * progress without any other thread, however deep maps are nested.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.parallel;
