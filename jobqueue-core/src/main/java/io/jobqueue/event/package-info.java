/**
 * Delivers the events of jobs to their listeners.
 */
@NullMarked
package io.jobqueue.event;

import org.jspecify.annotations.NullMarked;
