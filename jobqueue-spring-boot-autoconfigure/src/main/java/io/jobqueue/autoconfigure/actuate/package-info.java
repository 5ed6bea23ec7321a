/**
 * The endpoint and the health contributor. Both answer from samples where they can, so
 * that a scrape does not wait for the store.
 */
@NullMarked
package io.jobqueue.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
