/**
 * Reads of the store that concurrent callers share. They are apart from the endpoint, so
 * that each way of showing the state costs the store the same, however many look.
 */
@NullMarked
package io.jobqueue.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
