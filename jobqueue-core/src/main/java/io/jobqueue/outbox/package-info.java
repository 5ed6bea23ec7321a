/**
 * The outbox, for a store that cannot take part in a transaction of the caller's
 * database. Jobs are written to a table of that database in the caller's transaction, and
 * relayed to the store after its commit, so neither a rollback nor a crash can part a job
 * from the data it belongs to.
 * <p>
 * A job is deleted from the table once the store has it, so a crash in between relays it
 * again; the store knows it by its id. Relays take turns by a lease, because two at work
 * at once could not keep the order. A job that the store refuses for good is parked in
 * the table, with the reason; a store that is away only makes jobs wait.
 */
@NullMarked
package io.jobqueue.outbox;

import org.jspecify.annotations.NullMarked;
