/**
 * Requests for stacks in a table.
 */
@NullMarked
package io.jobqueue.store.jdbc.stack;

import org.jspecify.annotations.NullMarked;
