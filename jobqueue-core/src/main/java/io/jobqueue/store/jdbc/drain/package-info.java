/**
 * The marks of drained workers in a table.
 */
@NullMarked
package io.jobqueue.store.jdbc.drain;

import org.jspecify.annotations.NullMarked;
