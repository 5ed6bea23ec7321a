/**
 * Changes of jobs: their states are read, the life cycle decides, and one script writes
 * what is still as it was read.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.redis.step;
