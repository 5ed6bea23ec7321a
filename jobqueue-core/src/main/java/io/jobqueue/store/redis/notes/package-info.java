/**
 * The steps and logs of jobs in Redis: one hash of the queue, so that the scripts that
 * delete or move a job need no key of its own.
 */
@NullMarked
package io.jobqueue.store.redis.notes;

import org.jspecify.annotations.NullMarked;
