/**
 * The rows of the tables and the forms in them, see
 * {@code docs/internals/keys-and-tables.md}.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.row;
