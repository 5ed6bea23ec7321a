/**
 * The annotations that declare tasks.
 */
@NullMarked
package io.jobqueue.annotation;

import org.jspecify.annotations.NullMarked;
