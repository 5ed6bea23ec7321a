/** One run of one task from the command line. */
@NullMarked
package io.jobqueue.autoconfigure.run;

import org.jspecify.annotations.NullMarked;
