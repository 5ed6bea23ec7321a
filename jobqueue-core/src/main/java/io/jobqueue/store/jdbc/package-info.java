/**
 * The store in a relational database: PostgreSQL, MySQL, MariaDB or H2.
 * <p>
 * What never changes about a job stands apart from where it is: while it lives, it has
 * one row in one of three narrow tables (ready, scheduled, running), and a status is the
 * table that the row is in. What has become of a job is written once an attempt has had
 * an outcome. So the tables that workers touch all day stay small, and a job that
 * succeeds at once is inserted, moved, moved, and never updated.
 * <p>
 * The rules of a job's life stand in {@link io.jobqueue.lifecycle}; {@code JobStep} makes
 * their transitions and calls the hooks. SQL locks rows, moves them in sets and says who
 * won. Insert joins the transaction of its caller; every other step has one of its own,
 * READ COMMITTED, and is repeated when it was the victim of a deadlock.
 */
@NullMarked
package io.jobqueue.store.jdbc;

import org.jspecify.annotations.NullMarked;
