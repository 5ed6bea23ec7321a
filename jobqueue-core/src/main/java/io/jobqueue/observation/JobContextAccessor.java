package io.jobqueue.observation;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.micrometer.context.ThreadLocalAccessor;

import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry {@link JobContext#current()} to other
 * threads. The library finds it by the service loader, without Spring.
 */
public final class JobContextAccessor implements ThreadLocalAccessor<JobContext> {

	/** The key of the context in a snapshot, and in a Reactor context. */
	public static final String KEY = "io.jobqueue.context";

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable JobContext getValue() {
		return JobContextHolder.current();
	}

	@Override
	public void setValue(JobContext value) {
		JobContextHolder.replace(value);
	}

	@Override
	public void setValue() {
		JobContextHolder.replace(null);
	}

}
