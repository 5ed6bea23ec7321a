/**
 * Bad days: worker processes that are killed, frozen and stopped, servers that go away,
 * networks that break. A ledger outside the store is held against the store's records at
 * the end. What hurts ({@code *Harms}, {@code *Tests}) knows nothing of which store it is
 * ({@link io.jobqueue.crash.CrashStore}, and {@link io.jobqueue.crash.WorkerStore} on the
 * side of the worker), so a further store lives through the same days by a subclass.
 */
package io.jobqueue.crash;
