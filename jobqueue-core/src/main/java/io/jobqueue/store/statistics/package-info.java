/**
 * An optional part of a store: sums of what attempts of jobs came to, by queue, task and
 * time. A store adds up texts of positions and values, and does not know what a position
 * means, so a release can add some.
 */
@NullMarked
package io.jobqueue.store.statistics;

import org.jspecify.annotations.NullMarked;
