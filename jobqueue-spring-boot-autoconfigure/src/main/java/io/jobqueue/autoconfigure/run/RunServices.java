package io.jobqueue.autoconfigure.run;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.jobqueue.JobInterceptor;
import io.jobqueue.PayloadValidator;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.worker.options.AttemptTransaction;

/** What a run takes over from the application. */
record RunServices(JobSerializer serializer, PayloadValidator validator, List<JobInterceptor> interceptors,
		Function<String, Executor> executors, long maxResultSize, AttemptTransaction transaction) {
}
