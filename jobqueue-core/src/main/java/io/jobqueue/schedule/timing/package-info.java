/**
 * When schedules tick, and which ticks are fired. Pure rules: the time is passed in, and
 * the time zone of the host has no effect.
 */
@NullMarked
package io.jobqueue.schedule.timing;

import org.jspecify.annotations.NullMarked;
