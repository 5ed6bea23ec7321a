/**
 * The steps and logs of jobs in a database.
 */
@NullMarked
package io.jobqueue.store.jdbc.notes;

import org.jspecify.annotations.NullMarked;
