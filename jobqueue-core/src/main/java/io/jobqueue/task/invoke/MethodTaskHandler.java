package io.jobqueue.task.invoke;

import java.lang.reflect.Type;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;

import org.jspecify.annotations.Nullable;

/** A task in the form of a method. */
public record MethodTaskHandler(BeanMethod method, MethodArguments arguments, Type resultType) implements TaskHandler {

	@Override
	public Type payloadType() {
		return this.arguments.payloadType();
	}

	@Override
	public boolean takesNull() {
		return this.arguments.takesNull();
	}

	@Override
	public void check() {
		this.method.check();
	}

	@Override
	public @Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception {
		return this.method.invoke(this.arguments.values(payload, job));
	}

	@Override
	public void onFailure(@Nullable Object payload, JobFailure failure) {
	}

	@Override
	public boolean handlesFailure() {
		return false;
	}

	@Override
	public @Nullable Boolean shouldRetry(@Nullable Object payload, Throwable error) {
		return null;
	}

}
