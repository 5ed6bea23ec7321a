/**
 * What attempts note about their jobs: steps, which are stored at once by the thread of
 * the job, and lines of logs, which a thread of the worker stores about every second. An
 * outcome is stored after the lines of its attempt. An attempt that notes nothing makes
 * no call of the store.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.worker.notes;
