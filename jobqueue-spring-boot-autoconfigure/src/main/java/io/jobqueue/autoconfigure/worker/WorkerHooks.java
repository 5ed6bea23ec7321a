package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.JobInterceptor;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.worker.options.AttemptTransaction;

import org.springframework.core.task.TaskDecorator;

/**
 * What takes part in the work of the worker: the check of payloads, then the interceptors
 * of the application in their order, the events, what carries values of threads to those
 * that help to map, what runs attempts in transactions, and the flows of jobs.
 */
record WorkerHooks(List<JobInterceptor> interceptors, JobEvents events, TaskDecorator childDecorator,
		StoredPayloads payloads, AttemptTransaction transaction, WorkerFlows flows) {
}
