/**
 * Micrometer observations of sub-tasks, and the context of the job for Micrometer's
 * context propagation. Only applications that have these libraries load the types.
 */
@NullMarked
package io.jobqueue.observation;

import org.jspecify.annotations.NullMarked;
