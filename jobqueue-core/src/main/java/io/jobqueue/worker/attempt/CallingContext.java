package io.jobqueue.worker.attempt;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.StepAction;
import io.jobqueue.StepWork;
import io.jobqueue.TaskRef;
import io.jobqueue.TypeReference;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.worker.notes.AttemptNotes;
import io.jobqueue.worker.parallel.ParallelRuns.Mapped;

/**
 * A context from which sub-tasks are called, items are mapped, and steps and lines of the
 * log are kept.
 */
abstract sealed class CallingContext implements JobContext permits AttemptContext, SubtaskContext {

	/** Return the context of the attempt that this one is part of. */
	abstract AttemptContext root();

	@Override
	public final void progress(double progress) {
		root().report(new JobProgress(progress, null));
	}

	@Override
	public final void progress(double progress, String text) {
		root().report(JobProgress.of(progress, Objects.requireNonNull(text, "The text of progress must not be null")));
	}

	@Override
	public final <R> @Nullable R call(TaskRef task, @Nullable Object payload, Class<R> result) throws Exception {
		return new SubtaskCall(this, root().requireSupport("call")).call(task, payload, result);
	}

	@Override
	public final <T extends @Nullable Object, R extends @Nullable Object> List<R> map(int parallelism,
			Collection<? extends T> items, ThrowingFunction<? super T, ? extends R> function) throws Exception {
		AttemptContext attempt = root();
		ExecutionSupport support = attempt.requireSupport("map");
		if (parallelism < 1) {
			throw new InvalidJobException("The parallelism of map must be at least 1, but was " + parallelism);
		}
		requirePresent("items", items);
		requirePresent("function", function);
		Map<String, String> log = MDC.getCopyOfContextMap();
		try {
			Mapped<R> mapped = attempt.requireRuns(support)
				.map(parallelism, items, (item) -> within(log, function, item),
						Thread.currentThread() == attempt.handler());
			if (mapped.noticed()) {
				attempt.notice();
			}
			return mapped.results();
		}
		catch (Throwable ex) {
			attempt.notice();
			throw ex;
		}
	}

	@Override
	public final <T extends @Nullable Object, X extends Exception> T step(String name, Class<T> type,
			StepWork<? extends T, X> work) throws X {
		return steps().step(name, Objects.requireNonNull(type, "The type of a step must not be null"), work);
	}

	@Override
	public final <T extends @Nullable Object, X extends Exception> T step(String name, TypeReference<T> type,
			StepWork<? extends T, X> work) throws X {
		return steps().step(name, Objects.requireNonNull(type, "The type of a step must not be null").type(), work);
	}

	@Override
	public final <T extends @Nullable Object, X extends Exception> T step(String name, StepWork<T, X> work) throws X {
		return steps().step(name, work);
	}

	@Override
	public final <X extends Exception> void step(String name, StepAction<X> work) throws X {
		steps().step(name, work);
	}

	private AttemptNotes steps() {
		return root().requireNotes("step");
	}

	@Override
	public final void log(String message, @Nullable Object... arguments) {
		root().requireNotes("log").log(message, arguments);
	}

	/** Call a function in this context, also on another thread. */
	private <T extends @Nullable Object, R extends @Nullable Object> R within(@Nullable Map<String, String> log,
			ThrowingFunction<? super T, ? extends R> function, T item) throws Exception {
		JobContextHolder.Binding binding = JobContextHolder.bind(this);
		MdcScope scope = MdcScope.of(log);
		try {
			return function.apply(item);
		}
		finally {
			scope.close();
			binding.close();
		}
	}

	private static void requirePresent(String name, @Nullable Object value) {
		if (value == null) {
			throw new InvalidJobException("The %s of map must not be null".formatted(name));
		}
	}

}
