/**
 * The outbox, for a store that cannot take part in a transaction of the caller's
 * database. Jobs are written to a table of that database in the caller's transaction, and
 * relayed to the store after its commit. So neither a rollback nor a crash separates a
 * job from the data it belongs to.
 * <p>
 * A job is deleted from the table once the store has it. After a crash in between it is
 * relayed again, and the store recognizes it by its id. Relays take turns by a lease,
 * because two at once could not keep the order. A job that the store refuses for good is
 * parked in the table, with the reason. While the store is unavailable, jobs wait.
 */
@NullMarked
package io.jobqueue.outbox;

import org.jspecify.annotations.NullMarked;
