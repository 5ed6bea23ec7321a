/**
 * The audit in a table.
 */
@NullMarked
package io.jobqueue.store.jdbc.audit;

import org.jspecify.annotations.NullMarked;
