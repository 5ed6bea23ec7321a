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
import io.jobqueue.store.Outcome;
import io.jobqueue.task.invoke.ResultTypes;
import io.jobqueue.worker.outcome.JobErrors;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.outcome.OutcomeResolver.Attempt;
import io.jobqueue.worker.outcome.OutcomeResolver.Resolution;
import io.jobqueue.worker.outcome.StopReason;

/**
 * Decides the outcome of one attempt, in the context of its job: code of the application
 * that is called finds {@code JobContext.current()} and the MDC of the job, on any
 * thread. Each method returns an outcome. If the decision fails, the job ends as FAILED.
 */
final class OutcomeDecider {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeDecider.class);

	private final ExecutionSupport support;

	private final AttemptContext context;

	OutcomeDecider(ExecutionSupport support, AttemptContext context) {
		this.support = support;
		this.context = context;
	}

	/** Run on this thread as part of the job. */
	<T extends @Nullable Object> T within(Attempt attempt, Supplier<T> action) {
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

	/** The handler returned this, or what it returned completed with it. */
	Resolution returned(Attempt attempt, @Nullable Object value, @Nullable StopReason stopped, boolean noticed) {
		JobSignal signal = this.context.signal();
		if (signal != null) {
			return certain(attempt, signal, () -> this.support.resolver().caught(attempt, signal));
		}
		String problem = (value != null) ? ResultTypes.problem(value.getClass()) : null;
		if (value != null && problem != null) {
			InvalidTaskException error = new InvalidTaskException("Task '%s' (%s) returned a %s; %s"
				.formatted(attempt.task().name(), attempt.task().source(), value.getClass().getName(), problem));
			return this.support.resolver().unreadable(attempt.job(), error);
		}
		String result;
		try {
			result = (value != null) ? this.support.serializer().write(value, attempt.task().resultType()) : null;
		}
		catch (Throwable ex) {
			return threw(attempt, ex, stopped);
		}
		return certain(attempt, null, () -> this.support.resolver().returned(attempt, result, stopped, noticed));
	}

	/** The handler threw this, or what it returned completed with it. */
	Resolution threw(Attempt attempt, Throwable error, @Nullable StopReason stopped) {
		Throwable thrown = (error instanceof CompletionException && error.getCause() != null) ? error.getCause()
				: error;
		JobSignal signal = this.context.signal();
		if (signal != null && OutcomeResolver.signalIn(thrown) == null) {
			return certain(attempt, thrown, () -> this.support.resolver().caught(attempt, signal));
		}
		return certain(attempt, thrown, () -> this.support.resolver().threw(attempt, thrown, stopped));
	}

	/**
	 * The handler goes on although it was told to stop.
	 * @param asked whether the handler may be asked for a retry
	 */
	Resolution abandoned(Attempt attempt, StopReason stopped, boolean asked) {
		OutcomeResolver resolver = this.support.resolver();
		JobSignal signal = this.context.signal();
		if (signal != null) {
			return certain(attempt, signal, () -> resolver.caught(attempt, signal));
		}
		return certain(attempt, null, () -> asked ? within(attempt, () -> resolver.abandoned(attempt, stopped))
				: resolver.abandonedByPolicy(attempt, stopped));
	}

	boolean endsAtTimeout(Attempt attempt) {
		return this.support.resolver().endsAtTimeout(attempt);
	}

	private static Resolution certain(Attempt attempt, @Nullable Throwable error, Supplier<Resolution> decision) {
		try {
			return decision.get();
		}
		catch (Throwable ex) {
			logger.error("The outcome of job '{}' could not be decided; it ends as FAILED", attempt.job().id().value(),
					ex);
			Throwable kept = (error != null) ? error : ex;
			return new Resolution(Outcome.end(attempt.job(), JobStatus.FAILED, JobErrors.of(kept)), kept);
		}
	}

	/** What becomes of the job, or else what is to be awaited before that is known. */
	record Answer(@Nullable Resolution resolution, @Nullable CompletionStage<?> pending) {

		static Answer of(Resolution resolution) {
			return new Answer(resolution, null);
		}

	}

}
