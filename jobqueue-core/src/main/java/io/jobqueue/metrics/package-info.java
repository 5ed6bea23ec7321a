/**
 * What happened as Micrometer meters. Counters and timers are kept where it happens; what
 * must be asked of the store is sampled on a thread of its own, so a scrape never waits
 * for the store. Tags are bounded: see {@link io.jobqueue.metrics.TagLimit}. This is the
 * only package that needs micrometer-core, and {@link io.jobqueue.metrics.QueueSampler},
 * which health uses as well, does not.
 */
@NullMarked
package io.jobqueue.metrics;

import org.jspecify.annotations.NullMarked;
