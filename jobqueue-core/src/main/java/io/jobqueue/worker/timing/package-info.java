/** Timeouts, deadlines, back-off and waits, on a clock that is passed in. */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.timing;
