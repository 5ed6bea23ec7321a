/**
 * The library as a contender.
 */
@NullMarked
package io.jobqueue.benchmarks.library;

import org.jspecify.annotations.NullMarked;
