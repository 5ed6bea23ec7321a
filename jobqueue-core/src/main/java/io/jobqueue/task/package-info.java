/**
 * Finds the tasks of an application, registers them by name, and calls them.
 */
@NullMarked
package io.jobqueue.task;

import org.jspecify.annotations.NullMarked;
