/** What unique keys and limits cost. */
@NullMarked
package io.jobqueue.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
