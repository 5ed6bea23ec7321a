/**
 * The store of large payloads. It is off unless a kind is set, or the application has a
 * bean of its own.
 */
@NullMarked
package io.jobqueue.autoconfigure.payload.store;

import org.jspecify.annotations.NullMarked;
