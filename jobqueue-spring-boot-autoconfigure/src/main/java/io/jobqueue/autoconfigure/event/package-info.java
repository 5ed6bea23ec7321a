/**
 * Publishes the events of jobs to Spring.
 */
@NullMarked
package io.jobqueue.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
