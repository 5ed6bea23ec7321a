/**
 * Finds the bean that jobs use where an application has several of its type. A bean with
 * a mark of jobqueue comes before the primary one.
 */
@NullMarked
package io.jobqueue.autoconfigure.bean;

import org.jspecify.annotations.NullMarked;
