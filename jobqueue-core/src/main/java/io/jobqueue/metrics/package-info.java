/**
 * Micrometer meters. Counters and timers are updated where the event occurs. Values of
 * the store are sampled on a thread of their own, so a scrape never waits for the store.
 * Tags are bounded: see {@link io.jobqueue.metrics.TagLimit}. Only this package needs
 * micrometer-core. {@link io.jobqueue.metrics.QueueSampler}, which health uses too, does
 * not need it.
 */
@NullMarked
package io.jobqueue.metrics;

import org.jspecify.annotations.NullMarked;
