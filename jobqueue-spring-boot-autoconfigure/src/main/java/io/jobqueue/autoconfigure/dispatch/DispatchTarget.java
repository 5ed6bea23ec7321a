package io.jobqueue.autoconfigure.dispatch;

import io.jobqueue.store.StoreBackend;

/** The back end that dispatchers use, if it is not the store itself. */
public record DispatchTarget(StoreBackend backend) {
}
