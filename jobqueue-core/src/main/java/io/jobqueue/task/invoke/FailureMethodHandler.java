package io.jobqueue.task.invoke;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/** A task with an {@code @OnFailure} method. */
public record FailureMethodHandler(TaskHandler task, BeanMethod method,
		MethodArguments arguments) implements TaskHandler {

	@Override
	public Type payloadType() {
		return this.task.payloadType();
	}

	@Override
	public Type resultType() {
		return this.task.resultType();
	}

	@Override
	public boolean takesNull() {
		return this.task.takesNull();
	}

	@Override
	public void check() {
		this.task.check();
		this.method.check();
	}

	@Override
	public @Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception {
		return this.task.invoke(payload, job);
	}

	@Override
	public void onFailure(@Nullable Object payload, JobFailure failure) throws Exception {
		Object result = ReactiveResults.subscribe(this.method.invoke(this.arguments.values(payload, failure)));
		if (result instanceof CompletionStage<?> stage) {
			await(stage.toCompletableFuture());
		}
	}

	private static void await(CompletableFuture<?> stage) throws Exception {
		try {
			stage.get();
		}
		catch (InterruptedException ex) {
			stage.cancel(true);
			throw ex;
		}
		catch (ExecutionException ex) {
			ReflectionUtils.rethrowException(ex.getCause());
		}
	}

	@Override
	public boolean handlesFailure() {
		return true;
	}

	@Override
	public boolean decidesRetry() {
		return this.task.decidesRetry();
	}

	@Override
	public @Nullable Boolean shouldRetry(@Nullable Object payload, Throwable error) {
		return this.task.shouldRetry(payload, error);
	}

}
