/**
 * One attempt of a job: its permit, its thread, its context, and the handler that it
 * calls.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.attempt;
