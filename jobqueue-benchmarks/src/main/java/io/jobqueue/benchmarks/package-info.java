/**
 * Measures the library on a real Redis, beside a bare program that moves the same bytes
 * without it. Rates swing with the machine, so the two take turns and are compared inside
 * a round, and CPU time stands beside each rate.
 */
@NullMarked
package io.jobqueue.benchmarks;

import org.jspecify.annotations.NullMarked;
