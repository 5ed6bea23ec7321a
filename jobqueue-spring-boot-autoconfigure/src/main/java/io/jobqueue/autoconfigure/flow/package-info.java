/**
 * Flows of jobs, and the thread of an application that runs jobs which lets them go on.
 */
@NullMarked
package io.jobqueue.autoconfigure.flow;

import org.jspecify.annotations.NullMarked;
