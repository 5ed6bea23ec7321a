package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.JobInterceptor;
import io.jobqueue.event.JobEvents;
import io.jobqueue.payload.StoredPayloads;

import org.springframework.core.task.TaskDecorator;

/**
 * What takes part in the work of the worker: the check of payloads, then the interceptors
 * of the application in their order, the events, and what carries values of threads to
 * those that help to map.
 */
record WorkerHooks(List<JobInterceptor> interceptors, JobEvents events, TaskDecorator childDecorator,
		StoredPayloads payloads) {
}
