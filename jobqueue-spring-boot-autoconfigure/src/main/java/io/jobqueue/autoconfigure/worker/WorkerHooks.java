package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.JobInterceptor;
import io.jobqueue.worker.options.WorkerListener;

/**
 * The beans of the application that take part in the work of its worker, in their order.
 */
record WorkerHooks(List<JobInterceptor> interceptors, List<WorkerListener> listeners) {
}
