/**
 * The part of a store that marks workers which an operator lets take no more jobs.
 */
@NullMarked
package io.jobqueue.store.drain;

import org.jspecify.annotations.NullMarked;
