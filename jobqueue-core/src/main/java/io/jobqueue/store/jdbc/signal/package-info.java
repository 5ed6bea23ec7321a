/**
 * Wakes workers, in this process or by notifications.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.signal;
