/**
 * The contract of a store for flows: a text for each flow that is changed by compare and
 * set, the places of its jobs, and notices of jobs that have ended. What a flow does is
 * decided above the stores.
 */
@NullMarked
package io.jobqueue.store.flow;

import org.jspecify.annotations.NullMarked;
