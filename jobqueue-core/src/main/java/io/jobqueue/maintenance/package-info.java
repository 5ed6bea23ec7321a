/**
 * One class a duty, each with a bounded {@code runOnce} that returns counts, and one
 * runner.
 */
@NullMarked
package io.jobqueue.maintenance;

import org.jspecify.annotations.NullMarked;
