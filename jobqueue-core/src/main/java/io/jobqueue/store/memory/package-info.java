/**
 * A store in memory, for tests and trials. One lock guards it; time is a parameter.
 */
@NullMarked
package io.jobqueue.store.memory;

import org.jspecify.annotations.NullMarked;
