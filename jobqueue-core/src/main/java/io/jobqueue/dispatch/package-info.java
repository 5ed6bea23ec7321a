/**
 * From a request to a stored job: the task, the payload, the checks and the interceptors.
 * <p>
 * Inside a transaction of the caller everything that can go wrong with a request goes
 * wrong at once, and only the insert waits: a store that can take part in the transaction
 * inserts in it, any other after its commit, all jobs of the transaction in one batch.
 */
@NullMarked
package io.jobqueue.dispatch;

import org.jspecify.annotations.NullMarked;
