/**
 * Raw queues, which other programs fill, and the mover of an application that runs jobs.
 */
@NullMarked
package io.jobqueue.autoconfigure.raw;

import org.jspecify.annotations.NullMarked;
