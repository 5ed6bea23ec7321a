/**
 * Reads what workers know of running jobs, by requests that go through the store.
 */
@NullMarked
package io.jobqueue.management.stack;

import org.jspecify.annotations.NullMarked;
