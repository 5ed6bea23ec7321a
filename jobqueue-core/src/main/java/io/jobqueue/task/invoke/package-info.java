/**
 * Beans and methods that carry tasks, and how they are called.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.task.invoke;
