/**
 * From an attempt and its error to a delay or an end. Pure: no clock, no store.
 */
@NullMarked
package io.jobqueue.retry;

import org.jspecify.annotations.NullMarked;
