/**
 * Implements {@link io.jobqueue.JobExplorer} and {@link io.jobqueue.JobOperator} on a
 * store.
 */
@NullMarked
package io.jobqueue.management;

import org.jspecify.annotations.NullMarked;
