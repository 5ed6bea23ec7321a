/**
 * A store in memory, for tests and trials. One lock guards it, and time is passed in.
 */
@NullMarked
package io.jobqueue.store.memory;

import org.jspecify.annotations.NullMarked;
