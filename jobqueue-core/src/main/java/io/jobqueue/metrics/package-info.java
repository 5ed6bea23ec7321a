/**
 * What happened as Micrometer meters. The only package that needs micrometer-core.
 */
@NullMarked
package io.jobqueue.metrics;

import org.jspecify.annotations.NullMarked;
