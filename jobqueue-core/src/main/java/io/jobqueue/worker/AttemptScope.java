package io.jobqueue.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;

/**
 * Binds an attempt to its thread, and to the thread's log lines, until it is closed.
 */
final class AttemptScope {

	private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

	private final JobContextHolder.Binding binding;

	AttemptScope(JobContext context) {
		this.binding = JobContextHolder.bind(context);
		MDC.put("jobId", context.id().value());
		MDC.put("task", context.task());
		MDC.put("queue", context.queue());
		MDC.put("attempt", String.valueOf(context.attempt()));
		MDC.put("correlationId", context.correlationId());
	}

	void close() {
		this.binding.close();
		if (this.before != null) {
			MDC.setContextMap(this.before);
		}
		else {
			MDC.clear();
		}
	}

}
