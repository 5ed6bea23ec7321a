/**
 * The annotations that make a bean a task.
 */
@NullMarked
package io.jobqueue.annotation;

import org.jspecify.annotations.NullMarked;
