/**
 * The threads that jobs and the loops of a worker run on.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.thread;
