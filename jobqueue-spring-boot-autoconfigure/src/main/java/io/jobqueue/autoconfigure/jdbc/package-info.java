/**
 * The store in a relational database. It takes the DataSource that is marked, or else the
 * primary one, so that jobs can be part of the transactions of the application.
 */
@NullMarked
package io.jobqueue.autoconfigure.jdbc;

import org.jspecify.annotations.NullMarked;
