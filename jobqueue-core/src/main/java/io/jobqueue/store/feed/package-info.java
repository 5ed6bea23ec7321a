/**
 * What a worker and a store exchange: claims, outcomes and renewals.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.feed;
