/**
 * Jobs as dispatchers insert them, and as operators and duties name them.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.job;
