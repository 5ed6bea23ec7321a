/**
 * Measures how fast the dashboard answers, and what its viewers cost a drain.
 */
@NullMarked
package io.jobqueue.benchmarks.dashboard;

import org.jspecify.annotations.NullMarked;
