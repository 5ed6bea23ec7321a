/**
 * What unique keys, limits and schedules cost in databases.
 */
@NullMarked
package io.jobqueue.benchmarks.databases;

import org.jspecify.annotations.NullMarked;
