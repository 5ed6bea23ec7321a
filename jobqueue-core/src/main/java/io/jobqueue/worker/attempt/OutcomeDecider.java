package io.jobqueue.worker.attempt;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobSignal;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.task.invoke.ResultTypes;
import io.jobqueue.worker.outcome.JobErrors;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.outcome.OutcomeResolver.AttemptInput;
import io.jobqueue.worker.outcome.OutcomeResolver.Decision;
import io.jobqueue.worker.outcome.StopReason;

/**
 * Decides the outcome of one attempt, in the context of its job. Application code that is
 * called finds {@code JobContext.current()} and the MDC of the job, on any thread. Each
 * method returns an outcome. If the decision fails, the job ends as FAILED.
 */
final class OutcomeDecider {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeDecider.class);

	private final ExecutionSupport support;

	private final AttemptContext context;

	OutcomeDecider(ExecutionSupport support, AttemptContext context) {
		this.support = support;
		this.context = context;
	}

	/** Run an action on this thread, in the context of the job. */
	<T extends @Nullable Object> T within(AttemptInput attempt, Supplier<T> action) {
		JobContextHolder.Binding binding = JobContextHolder.bind(this.context);
		MdcScope log = MdcScope.of(attempt.job(), attempt.task().name());
		try {
			return action.get();
		}
		finally {
			log.close();
			binding.close();
		}
	}

	/**
	 * Decide after the handler returned a value, or its stage completed with one.
	 */
	Decision returned(AttemptInput attempt, @Nullable Object value, @Nullable StopReason stopped, boolean noticed) {
		JobSignal signal = this.context.signal();
		if (signal != null) {
			return decideOrFail(attempt, signal, () -> this.support.resolver().swallowedSignal(attempt, signal));
		}
		String problem = (value != null) ? ResultTypes.problem(value.getClass()) : null;
		if (value != null && problem != null) {
			InvalidTaskException error = new InvalidTaskException("Task '%s' (%s) returned a %s; %s"
				.formatted(attempt.task().name(), attempt.task().source(), value.getClass().getName(), problem));
			return this.support.resolver().unreadable(attempt.job(), error);
		}
		String result;
		try {
			result = (value != null) ? this.support.result(attempt.job(), attempt.task(), value) : null;
		}
		catch (Throwable ex) {
			return threw(attempt, ex, stopped);
		}
		return decideOrFail(attempt, null, () -> this.support.resolver().returned(attempt, result, stopped, noticed));
	}

	/** Decide after the handler threw an error, or its stage completed with one. */
	Decision threw(AttemptInput attempt, Throwable error, @Nullable StopReason stopped) {
		Throwable thrown = (error instanceof CompletionException && error.getCause() != null) ? error.getCause()
				: error;
		JobSignal signal = this.context.signal();
		if (signal != null && OutcomeResolver.signalIn(thrown) == null) {
			return decideOrFail(attempt, thrown, () -> this.support.resolver().swallowedSignal(attempt, signal));
		}
		return decideOrFail(attempt, thrown, () -> this.support.resolver().threw(attempt, thrown, stopped));
	}

	/**
	 * Decide for a handler that continues after it was stopped.
	 * @param mayCallHandler whether {@code shouldRetry} of the handler may be called
	 */
	Decision abandoned(AttemptInput attempt, StopReason stopped, boolean mayCallHandler) {
		OutcomeResolver resolver = this.support.resolver();
		JobSignal signal = this.context.signal();
		if (signal != null) {
			return decideOrFail(attempt, signal, () -> resolver.swallowedSignal(attempt, signal));
		}
		return decideOrFail(attempt, null,
				() -> mayCallHandler ? within(attempt, () -> resolver.abandoned(attempt, stopped))
						: resolver.abandonedByPolicy(attempt, stopped));
	}

	boolean endsAtTimeout(AttemptInput attempt) {
		return this.support.resolver().endsAtTimeout(attempt);
	}

	private static Decision decideOrFail(AttemptInput attempt, @Nullable Throwable error, Supplier<Decision> decision) {
		try {
			return decision.get();
		}
		catch (Throwable ex) {
			logger.error("The outcome of job '{}' could not be decided; it ends as FAILED", attempt.job().id().value(),
					ex);
			Throwable kept = (error != null) ? error : ex;
			return new Decision(Outcome.end(attempt.job(), JobStatus.FAILED, JobErrors.of(kept)), kept);
		}
	}

	/** The decision, or the stage that must complete before the decision. */
	record Answer(@Nullable Decision decision, @Nullable CompletionStage<?> pending) {

		static Answer of(Decision decision) {
			return new Answer(decision, null);
		}

	}

}
