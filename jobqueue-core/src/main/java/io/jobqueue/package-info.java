/**
 * The API of jobqueue: what an application uses to dispatch jobs, to handle them, to look
 * at them and to act on them. Types here are immutable values and narrow interfaces; they
 * use nothing but the JDK, so that producers, workers and stores can share them freely.
 */
@NullMarked
package io.jobqueue;

import org.jspecify.annotations.NullMarked;
