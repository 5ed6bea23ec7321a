/**
 * The outbox before a store that is no database. It relays also in an application without
 * a worker.
 */
@NullMarked
package io.jobqueue.autoconfigure.outbox;

import org.jspecify.annotations.NullMarked;
