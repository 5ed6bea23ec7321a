package io.jobqueue.observation;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.jobqueue.JobInterceptor;
import io.jobqueue.JobSignal;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.jspecify.annotations.Nullable;

/**
 * An observation {@code jobqueue.job.call} around each sub-task, as a child of the
 * current one. It has the tags {@code task} and {@code queue}, and in traces the id and
 * the attempt of the job. It ends with the stage that a sub-task returns.
 */
public final class SubtaskObservations implements JobInterceptor {

	private final ObservationRegistry registry;

	public SubtaskObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public @Nullable Object intercept(Invocation invocation) throws Exception {
		if (!invocation.isSubtask()) {
			return invocation.proceed();
		}
		Observation observation = Observation.createNotStarted("jobqueue.job.call", this.registry)
			.contextualName("call " + invocation.job().task())
			.lowCardinalityKeyValue("task", invocation.job().task())
			.lowCardinalityKeyValue("queue", invocation.job().queue())
			.highCardinalityKeyValue("job.id", invocation.job().id().value())
			.highCardinalityKeyValue("job.attempt", String.valueOf(invocation.job().attempt()))
			.start();
		Observation.Scope scope = observation.openScope();
		Object result = null;
		Throwable thrown = null;
		try {
			result = invocation.proceed();
			return result;
		}
		catch (Throwable ex) {
			thrown = ex;
			throw ex;
		}
		finally {
			scope.close();
			if (result instanceof CompletionStage<?> stage) {
				stage.whenComplete((value, error) -> stop(observation, error));
			}
			else {
				stop(observation, thrown);
			}
		}
	}

	/** A request for a retry or an abort is no error. */
	private static void stop(Observation observation, @Nullable Throwable thrown) {
		Throwable error = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (error != null && !(error instanceof JobSignal)) {
			observation.error(error);
		}
		observation.stop();
	}

}
