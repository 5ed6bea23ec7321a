package io.jobqueue.task;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.invoke.TaskHandler;
import io.jobqueue.task.settings.LogCapture;
import io.jobqueue.task.settings.TaskLimits;
import io.jobqueue.task.settings.TaskSettings;

import org.jspecify.annotations.Nullable;

/**
 * A task that was found on a bean.
 *
 * @param settings its settings
 * @param handler calls it
 * @param source where it was found
 * @param beanType the class of its bean, behind any proxy
 * @param method its method, {@code null} for a handler class
 * @param schedules the schedules of its annotations
 */
record DeclaredTask(TaskSettings settings, TaskHandler handler, String source, Class<?> beanType,
		@Nullable Method method, List<JobSchedule> schedules) implements Task {

	DeclaredTask {
		if (settings.uniqueKey() != null) {
			settings.uniqueKey().requireReadable(handler.payloadType(), source);
		}
	}

	DeclaredTask withHandler(TaskHandler handler) {
		return new DeclaredTask(this.settings, handler, this.source, this.beanType, this.method, this.schedules);
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public Set<String> aliases() {
		return this.settings.aliases();
	}

	@Override
	public String queue() {
		return this.settings.queue();
	}

	@Override
	public Duration timeout() {
		return this.settings.timeout();
	}

	@Override
	public RetryPolicy retryPolicy() {
		return this.settings.retryPolicy();
	}

	@Override
	public List<String> tags() {
		return this.settings.tags();
	}

	@Override
	public TaskLimits limits() {
		return this.settings.limits();
	}

	@Override
	public @Nullable String executor() {
		return this.settings.executor();
	}

	@Override
	public @Nullable LogCapture captureLogs() {
		return this.settings.captureLogs();
	}

	@Override
	public boolean finishInTransaction() {
		return this.settings.finishInTransaction();
	}

	@Override
	public boolean interrupt() {
		return this.settings.interrupt();
	}

	@Override
	public @Nullable String uniqueKey(@Nullable Object payload) {
		return (this.settings.uniqueKey() != null) ? this.settings.uniqueKey().key(payload) : null;
	}

	@Override
	public boolean handlesFailure() {
		return this.handler.handlesFailure();
	}

	@Override
	public boolean decidesRetry() {
		return this.handler.decidesRetry();
	}

	@Override
	public Type payloadType() {
		return this.handler.payloadType();
	}

	@Override
	public Type resultType() {
		return this.handler.resultType();
	}

	@Override
	public boolean takesNull() {
		return this.handler.takesNull();
	}

	@Override
	public @Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception {
		return this.handler.invoke(payload, job);
	}

	@Override
	public void onFailure(@Nullable Object payload, JobFailure failure) throws Exception {
		this.handler.onFailure(payload, failure);
	}

	@Override
	public boolean shouldRetry(@Nullable Object payload, Throwable error) {
		Boolean answer = this.handler.shouldRetry(payload, error);
		return (answer != null) ? answer : retryPolicy().retries(error);
	}

	@Override
	public String toString() {
		return name() + " (" + this.source + ")";
	}

}
