/**
 * Servers that contenders use, and the work that they report.
 */
@NullMarked
package io.jobqueue.benchmarks.server;

import org.jspecify.annotations.NullMarked;
