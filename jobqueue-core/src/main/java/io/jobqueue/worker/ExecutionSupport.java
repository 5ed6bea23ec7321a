package io.jobqueue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

import io.jobqueue.JobInterceptor;
import io.jobqueue.serialization.JobSerializer;

/**
 * What all attempts of a container share.
 *
 * @param worker the id of the worker
 * @param serializer reads payloads and writes results
 * @param interceptors stand around each attempt
 * @param listeners hear of it
 * @param clock tells the deadline
 * @param resolver decides what becomes of the job
 * @param alarms run out timeouts
 * @param grace how long a handler may go on after it was interrupted
 * @param settled takes each attempt that is over
 */
record ExecutionSupport(String worker, JobSerializer serializer, List<JobInterceptor> interceptors,
		WorkerListener listeners, InstantSource clock, OutcomeResolver resolver, Alarms alarms, Duration grace,
		BiConsumer<JobExecution, Settled> settled) {
}
