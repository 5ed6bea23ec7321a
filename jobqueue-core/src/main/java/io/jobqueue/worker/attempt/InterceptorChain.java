package io.jobqueue.worker.attempt;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobContext;
import io.jobqueue.JobInterceptor;
import io.jobqueue.task.Task;
import io.jobqueue.task.invoke.ReactiveResults;

/** The interceptors from one position on, followed by the handler. */
record InterceptorChain(List<JobInterceptor> interceptors, int next, Task task, @Nullable Object payload,
		JobContext job) implements JobInterceptor.Invocation {

	@Override
	public boolean isSubtask() {
		return this.job instanceof SubtaskContext;
	}

	/** Run the attempt, and subscribe to a result that is reactive. */
	@Nullable Object run() throws Exception {
		return ReactiveResults.subscribe(proceed());
	}

	@Override
	public @Nullable Object proceed() throws Exception {
		if (this.next == this.interceptors.size()) {
			return this.task.invoke(this.payload, this.job);
		}
		return this.interceptors.get(this.next)
			.intercept(new InterceptorChain(this.interceptors, this.next + 1, this.task, this.payload, this.job));
	}

}
