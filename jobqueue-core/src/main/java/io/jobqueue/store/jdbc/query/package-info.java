/**
 * Reads for explorers and metrics.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.query;
