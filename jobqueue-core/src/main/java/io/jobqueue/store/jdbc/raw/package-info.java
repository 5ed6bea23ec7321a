/**
 * Raw queues in a database: rows of one table.
 */
@NullMarked
package io.jobqueue.store.jdbc.raw;

import org.jspecify.annotations.NullMarked;
