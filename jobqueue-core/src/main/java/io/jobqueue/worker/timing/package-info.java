/**
 * Timeouts, deadlines, back-off and waiting, by a clock that is passed in.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.timing;
