/**
 * The limits of queues: gates that claims lock, slots of running jobs, jobs that wait for
 * a limit, and the owners of unique keys.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.limit;
