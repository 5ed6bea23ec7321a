/**
 * How schedules are kept in a database, and fired.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.schedule;
