package io.jobqueue.autoconfigure;

import io.jobqueue.store.StoreBackend;

/**
 * Where dispatchers put jobs, if not straight into the store.
 */
record DispatchTarget(StoreBackend backend) {
}
