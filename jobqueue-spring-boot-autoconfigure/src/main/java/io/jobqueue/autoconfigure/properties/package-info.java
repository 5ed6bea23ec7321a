/**
 * The keys under {@code jobqueue} and the rules for their values. A bind handler checks
 * each value where its key and its origin are known; no other class repeats such a check.
 */
@NullMarked
package io.jobqueue.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
