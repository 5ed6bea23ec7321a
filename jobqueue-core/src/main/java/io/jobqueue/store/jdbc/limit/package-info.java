/**
 * The limits of queues: gates that claims lock, slots of running jobs, and jobs that wait
 * for a limit.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.limit;
