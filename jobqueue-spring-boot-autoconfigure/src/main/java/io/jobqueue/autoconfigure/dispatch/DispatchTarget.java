package io.jobqueue.autoconfigure.dispatch;

import io.jobqueue.store.StoreBackend;

/**
 * Where dispatchers put jobs, if not straight into the store.
 */
public record DispatchTarget(StoreBackend backend) {
}
