/**
 * The part of a store that carries requests for the stacks of running jobs to their
 * workers, and the answers back. A request is no lock: it changes nothing of the job.
 */
@NullMarked
package io.jobqueue.store.stack;

import org.jspecify.annotations.NullMarked;
