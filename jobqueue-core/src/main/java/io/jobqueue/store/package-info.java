/**
 * The store contract. It is narrow and batch-first: a back end supplies atomic steps and
 * says who won, the algorithms (retries, leases, shutdown) stand once, above it. What
 * becomes of a job is decided by the package {@code io.jobqueue.lifecycle}, which all
 * back ends share.
 * <p>
 * The life of a job through the contract:
 *
 * <pre>
 *   insert ──► SCHEDULED ─(due)─► QUEUED ──claim──► STARTED ──finish──► SUCCESS, FAILED,
 *                                   ▲                 │                MAX_RETRIES, TIMEOUT,
 *                  RETRY ─(due)─────┤◄──── finish ────┤                ABORTED, CANCELLED
 *                  INTERRUPTED ─────┘◄──── finish,    │                       │
 *                                          reclaim ───┘        QUEUED ◄──requeue
 * </pre>
 *
 * Rules that every back end keeps:
 * <ol>
 * <li>Each claim of a job adds one to its {@code delivery}. Finish, progress and renew
 * carry the delivery and the worker; they change nothing when the job is not theirs.</li>
 * <li>Time is the store's clock.</li>
 * <li>A job is in exactly one status at any moment; each method changes it atomically, or
 * not at all, per job. One job that cannot be changed never fails the others of its
 * batch.</li>
 * <li>Each method may be repeated after a lost reply without harm.</li>
 * <li>Batches may have any size; the back end splits them to what is good for it.</li>
 * <li>{@link io.jobqueue.store.error.StoreUnavailableException} means that the same call
 * may succeed later, {@link io.jobqueue.store.error.StoreRefusedException} that it will
 * not; of any other exception that is not known.</li>
 * <li>No exception carries a payload, a result or a header, also not in its causes.</li>
 * </ol>
 */
@NullMarked
package io.jobqueue.store;

import org.jspecify.annotations.NullMarked;
