/**
 * Log texts, bounded warnings, batches and threads, for all that stores and their users
 * have in common.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.support;
