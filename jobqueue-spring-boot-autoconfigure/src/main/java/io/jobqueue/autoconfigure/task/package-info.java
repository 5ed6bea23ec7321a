/**
 * Finds the tasks of the application when its bean definitions are complete. No bean of
 * the application is created for that.
 */
@NullMarked
package io.jobqueue.autoconfigure.task;

import org.jspecify.annotations.NullMarked;
