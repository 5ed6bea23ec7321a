/**
 * From a request to a stored job: the task, the payload, the checks and the interceptors.
 * <p>
 * Inside a transaction of the caller, all checks happen immediately and only the insert
 * waits. A store that can take part in the transaction inserts in it. Any other store
 * inserts after the commit, all jobs of the transaction in one batch.
 */
@NullMarked
package io.jobqueue.dispatch;

import org.jspecify.annotations.NullMarked;
