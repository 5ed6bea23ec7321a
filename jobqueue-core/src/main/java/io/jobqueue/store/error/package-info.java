/**
 * What a store throws.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.error;
