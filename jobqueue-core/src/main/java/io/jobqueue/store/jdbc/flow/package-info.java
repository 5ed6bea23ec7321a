/**
 * The flows of the store in a database: they are part of the transactions in which they
 * are dispatched.
 */
@NullMarked
package io.jobqueue.store.jdbc.flow;

import org.jspecify.annotations.NullMarked;
