/**
 * Leases, renewals and retention.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.upkeep;
