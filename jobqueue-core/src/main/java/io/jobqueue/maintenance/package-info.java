/**
 * Periodic duties that keep a store in order. There is one class per duty, each with a
 * bounded {@code runOnce} that returns counts, and one runner. {@code PruneBehind}
 * deletes ended jobs between the passes of the runner, as fast as a worker ends them.
 */
@NullMarked
package io.jobqueue.maintenance;

import org.jspecify.annotations.NullMarked;
