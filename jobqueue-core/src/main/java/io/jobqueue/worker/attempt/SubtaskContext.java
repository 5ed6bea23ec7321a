package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.jobqueue.FlowContext;
import io.jobqueue.JobId;
import io.jobqueue.JobSignal;
import io.jobqueue.RetryRequest;

/** The context of a sub-task. All but the name of the task is that of the attempt. */
final class SubtaskContext extends CallingContext {

	private final AttemptContext root;

	private final CallingContext caller;

	private final String task;

	SubtaskContext(CallingContext caller, String task) {
		this.root = caller.root();
		this.caller = caller;
		this.task = task;
	}

	@Override
	AttemptContext root() {
		return this.root;
	}

	CallingContext caller() {
		return this.caller;
	}

	@Override
	public String task() {
		return this.task;
	}

	@Override
	public JobId id() {
		return this.root.id();
	}

	@Override
	public String queue() {
		return this.root.queue();
	}

	@Override
	public int attempt() {
		return this.root.attempt();
	}

	@Override
	public String worker() {
		return this.root.worker();
	}

	@Override
	public String correlationId() {
		return this.root.correlationId();
	}

	@Override
	public Map<String, String> headers() {
		return this.root.headers();
	}

	@Override
	public Instant deadline() {
		return this.root.deadline();
	}

	@Override
	public Duration remaining() {
		return this.root.remaining();
	}

	@Override
	public boolean isCancelled() {
		return this.root.isCancelled();
	}

	@Override
	public FlowContext flow() {
		return this.root.flow();
	}

	@Override
	public JobSignal retry(RetryRequest request) {
		return this.root.retry(request);
	}

	@Override
	public JobSignal abort(String reason, @Nullable Throwable cause) {
		return this.root.abort(reason, cause);
	}

}
