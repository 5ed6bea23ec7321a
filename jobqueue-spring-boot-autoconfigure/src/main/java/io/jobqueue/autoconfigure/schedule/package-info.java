/**
 * Recurring jobs.
 */
@NullMarked
package io.jobqueue.autoconfigure.schedule;

import org.jspecify.annotations.NullMarked;
