/**
 * Other job libraries as contenders beside this one. Their jobs do the same, which is
 * nothing, and carry the same payload; each has the settings that its documentation gives
 * for throughput.
 */
@NullMarked
package io.jobqueue.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
