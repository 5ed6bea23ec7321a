/**
 * What a worker without jobs costs the store.
 */
@NullMarked
package io.jobqueue.idle;

import org.jspecify.annotations.NullMarked;
