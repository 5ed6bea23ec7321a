/**
 * The routes that show what became of jobs over time.
 */
@NullMarked
package io.jobqueue.dashboard.api.statistics;

import org.jspecify.annotations.NullMarked;
