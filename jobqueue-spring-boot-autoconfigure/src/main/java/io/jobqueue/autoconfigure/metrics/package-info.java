/**
 * The meters, and the sampler that meters and health share. Without either, the store is
 * not asked.
 */
@NullMarked
package io.jobqueue.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
