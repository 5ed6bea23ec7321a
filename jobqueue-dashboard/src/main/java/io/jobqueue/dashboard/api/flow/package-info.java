/**
 * Batches and chains of jobs: lists of them, one with its jobs, and its cancellation.
 */
@NullMarked
package io.jobqueue.dashboard.api.flow;

import org.jspecify.annotations.NullMarked;
