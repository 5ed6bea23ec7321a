/**
 * The part of a store that keeps what attempts note about their jobs: the results of
 * finished steps, and the lines of logs. A note is written only while the worker holds
 * the job with the delivery of the attempt, and is deleted with the job.
 */
@NullMarked
package io.jobqueue.store.notes;

import org.jspecify.annotations.NullMarked;
