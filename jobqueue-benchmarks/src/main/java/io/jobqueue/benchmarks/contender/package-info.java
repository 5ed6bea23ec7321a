/**
 * Contenders: programs that are measured, each in a process that reports its figures.
 */
@NullMarked
package io.jobqueue.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
