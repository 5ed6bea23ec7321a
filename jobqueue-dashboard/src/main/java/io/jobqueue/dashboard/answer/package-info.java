/**
 * Answers that callers share, so that the number of viewers does not change the cost for
 * the store.
 */
@NullMarked
package io.jobqueue.dashboard.answer;

import org.jspecify.annotations.NullMarked;
