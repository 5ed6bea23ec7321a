package io.jobqueue.worker.attempt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContextHolder;
import io.jobqueue.PayloadException;
import io.jobqueue.TaskRef;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.task.PayloadCheck;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.ResultLimit;

/**
 * Calls a task inside an attempt, on the calling thread. The payload is written and read,
 * so that the task receives what it would receive as a job.
 */
final class SubtaskCall {

	/** The maximum number of sub-tasks that call each other. */
	static final int MAX_DEPTH = 32;

	private final CallingContext caller;

	private final ExecutionSupport support;

	private final JobSerializer serializer;

	SubtaskCall(CallingContext caller, ExecutionSupport support) {
		this.caller = caller;
		this.support = support;
		this.serializer = ResultLimit.unlimited(support.serializer());
	}

	<R> @Nullable R call(TaskRef ref, @Nullable Object payload, @Nullable Class<R> result) throws Exception {
		Task task = this.support.tasks().find(ref).orElseThrow(() -> unknown(ref));
		requireDepth(task);
		if (result == null) {
			throw new InvalidJobException(
					"The type of the result of sub-task '%s' must not be null: use Object.class for any"
						.formatted(task.name()));
		}
		Object read = copy(task, payload);
		SubtaskContext context = new SubtaskContext(this.caller, task.name());
		JobContextHolder.Binding binding = JobContextHolder.bind(context);
		MdcScope log = MdcScope.of(this.caller.root().job(), task.name());
		Object value;
		try {
			value = new InterceptorChain(this.support.interceptors(), 0, task, read, context).proceed();
		}
		finally {
			log.close();
			binding.close();
		}
		return as(result, task, value);
	}

	private UnknownTaskException unknown(TaskRef ref) {
		String name = (ref instanceof TaskRef.Named named) ? "Task '" + named.name() + "'"
				: (ref instanceof TaskRef.HandlerClass handler) ? "The task of class " + handler.type().getName()
						: "The task of a method reference";
		return new UnknownTaskException(
				("%s, which task '%s' of job '%s' calls, is no task of this application: make it a bean here, "
						+ "or dispatch a job to it, which another application may run")
					.formatted(name, this.caller.task(), this.caller.id().value()));
	}

	private void requireDepth(Task task) {
		Deque<String> chain = new ArrayDeque<>();
		chain.push(task.name());
		CallingContext each = this.caller;
		while (each instanceof SubtaskContext subtask) {
			chain.push(subtask.task());
			each = subtask.caller();
		}
		if (chain.size() > MAX_DEPTH) {
			throw new InvalidJobException(
					("Job '%s' of task '%s' calls more than %s sub-tasks one inside the other, the last ones are "
							+ "%s: end the recursion, or dispatch jobs instead")
						.formatted(this.caller.id().value(), each.task(), MAX_DEPTH,
								String.join(" > ", chain.stream().skip(MAX_DEPTH - 3).toList())));
		}
	}

	private @Nullable Object copy(Task task, @Nullable Object payload) {
		boolean typed = new PayloadCheck(this.serializer, "called").isOfType(task, payload);
		if (payload == null) {
			return null;
		}
		try {
			return this.serializer.read(
					typed ? this.serializer.write(payload, task.payloadType()) : this.serializer.write(payload),
					task.payloadType());
		}
		catch (PayloadException ex) {
			throw new PayloadException(
					"The payload for sub-task '%s' is refused: %s".formatted(task.name(), ex.getMessage()), ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <R> @Nullable R as(Class<R> result, Task task, @Nullable Object value) {
		if (value == null || result.isInstance(value)) {
			return (R) value;
		}
		if (value instanceof CompletionStage<?>) {
			throw new InvalidTaskException(
					"Sub-task '%s' returned a CompletionStage, but its caller expects %s: expect "
						.formatted(task.name(), result.getName()) + "CompletionStage.class, and wait for it");
		}
		try {
			return (R) this.serializer.read(this.serializer.write(value, task.resultType()), result);
		}
		catch (PayloadException ex) {
			throw new PayloadException("The result of sub-task '%s' is not of type %s: %s".formatted(task.name(),
					result.getName(), ex.getMessage()), ex);
		}
	}

}
