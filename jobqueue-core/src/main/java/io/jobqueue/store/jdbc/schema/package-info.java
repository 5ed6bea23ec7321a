/**
 * The tables: how they are created, checked and named, and what errors of a database
 * mean.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.schema;
