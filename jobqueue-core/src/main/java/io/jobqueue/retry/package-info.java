/**
 * Computes a delay or an end from an attempt and its error. Pure functions: no clock, no
 * store.
 */
@NullMarked
package io.jobqueue.retry;

import org.jspecify.annotations.NullMarked;
