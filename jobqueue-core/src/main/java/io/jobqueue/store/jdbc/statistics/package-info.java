/**
 * Statistics in tables: a row for each queue and period, which is changed by a
 * compare-and-set of its revision, so that no lock is held.
 */
@NullMarked
package io.jobqueue.store.jdbc.statistics;

import org.jspecify.annotations.NullMarked;
