/**
 * One attempt of a job: its permit, its thread, its context, and the call of the handler.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.attempt;
