/**
 * What a store keeps while it works for long at full speed.
 */
@NullMarked
package io.jobqueue.soak;

import org.jspecify.annotations.NullMarked;
