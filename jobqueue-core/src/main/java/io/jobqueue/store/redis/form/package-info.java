/**
 * The stored forms of jobs, states, errors and workers, see
 * {@code docs/internals/keys-and-tables.md}.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.redis.form;
