/**
 * Connections, transactions and the bounds of their locks.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.access;
