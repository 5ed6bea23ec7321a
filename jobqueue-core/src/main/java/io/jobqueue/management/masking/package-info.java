/**
 * Masks sensitive values between a store and those who read jobs. It is above the stores,
 * so that a search in texts cannot find what may not be shown.
 */
@NullMarked
package io.jobqueue.management.masking;

import org.jspecify.annotations.NullMarked;
