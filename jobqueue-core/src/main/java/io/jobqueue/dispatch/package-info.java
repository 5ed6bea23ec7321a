/**
 * From a request to a stored job: the task, the payload, the checks and the interceptors.
 */
@NullMarked
package io.jobqueue.dispatch;

import org.jspecify.annotations.NullMarked;
