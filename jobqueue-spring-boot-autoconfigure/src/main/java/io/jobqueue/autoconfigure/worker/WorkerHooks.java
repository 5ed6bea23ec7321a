package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.JobInterceptor;
import io.jobqueue.event.JobEvents;

/**
 * What takes part in the work of the worker: the check of payloads, then the interceptors
 * of the application in their order, and the events.
 */
record WorkerHooks(List<JobInterceptor> interceptors, JobEvents events) {
}
