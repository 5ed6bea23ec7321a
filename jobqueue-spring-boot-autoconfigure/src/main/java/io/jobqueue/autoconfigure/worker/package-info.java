/**
 * The worker of an application that does not only dispatch. The beans follow its life
 * cycle: queues are paused before it starts, and traffic is refused before it drains.
 */
@NullMarked
package io.jobqueue.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
