/**
 * The API of jobqueue. An application uses it to dispatch jobs, to handle them, to read
 * them and to change them. Its types are immutable values and narrow interfaces. They use
 * only the JDK, so that producers, workers and stores can share them.
 */
@NullMarked
package io.jobqueue;

import org.jspecify.annotations.NullMarked;
