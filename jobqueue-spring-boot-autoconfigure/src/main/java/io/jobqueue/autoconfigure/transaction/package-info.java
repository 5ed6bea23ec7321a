/** The transactions of tasks whose success is stored with what they write. */
@NullMarked
package io.jobqueue.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
