/**
 * The part of a store that keeps what users have changed.
 */
@NullMarked
package io.jobqueue.store.audit;

import org.jspecify.annotations.NullMarked;
