package io.jobqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import tools.jackson.databind.json.JsonMapper;

import io.jobqueue.JobEventListener;
import io.jobqueue.JobId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.attempt.TransactionalAttempts;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.testsupport.SettableClock;
import io.jobqueue.worker.attempt.ExecutionSupport;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.notes.WorkerNotes;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimMode;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.parallel.ChildThreads;
import io.jobqueue.worker.permit.Permit;
import io.jobqueue.worker.permit.Permits;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.TimeoutScheduler;

import static org.mockito.Mockito.mock;

/**
 * Attempts without a container around them, and how they settled.
 */
public final class Attempts implements AutoCloseable {

	public final List<AttemptResult> settled = new CopyOnWriteArrayList<>();

	final TimeoutScheduler timeoutScheduler = new TimeoutScheduler().open();

	private final RetryDecisions decisions = new RetryDecisions();

	final Permits permits = Permits.of(1, "q", new ClaimMode(1, 0));

	/** How many outcomes fail to be handed on. */
	int refusals;

	public static ClaimedJob job(String id, int delivery) {
		return job(id, delivery, 0, null);
	}

	public static ClaimedJob job(String id, int delivery, int retries, Integer maxRetries) {
		return new ClaimedJob(JobId.of(id), "q", JobDetails.of("task", "\"x\"").withMaxRetries(maxRetries), delivery,
				retries, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, List.of());
	}

	public static ClaimedJob interrupted(int interruptions, int lostDeliveries) {
		return new ClaimedJob(JobId.of("a"), "q", JobDetails.of("task", "\"x\""), 1, 0, lostDeliveries, interruptions,
				Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, List.of());
	}

	/** Runs attempts that finish in a transaction. */
	public AttemptTransaction transaction = AttemptTransaction.NONE;

	public JobExecution of(String id, int delivery) {
		return of(job(id, delivery), new FakeTask("task", (payload, job) -> payload), Runnable::run);
	}

	public JobExecution of(ClaimedJob job, FakeTask task, Executor executor) {
		return of(job, task, executor, Duration.ofMillis(100), List.of(), this.permits.request(1));
	}

	/** Start one with a permit, as a container does. */
	public JobExecution start(ClaimedJob job, FakeTask task, Executor executor, Duration grace,
			JobEventListener... listeners) {
		Permit permit = this.permits.request(1);
		JobExecution execution = of(job, task, executor, grace, List.of(listeners), permit);
		this.permits.submit(permit, execution, true);
		return execution;
	}

	private JobExecution of(ClaimedJob job, FakeTask task, Executor executor, Duration grace,
			List<JobEventListener> listeners, Permit permit) {
		WorkerServices services = new WorkerServices(new MemoryStoreBackend(new SettableClock()),
				mock(TaskRegistry.class), new JacksonJobSerializer(JsonMapper.builder().build()), List.of(),
				new JobEvents(listeners), new SettableClock(), executor, (name) -> executor, (action) -> action,
				StoredPayloads.NONE, LogOptions.DEFAULT, this.transaction, WorkerFlows.NONE);
		ExecutionSupport support = new ExecutionSupport("w1", services.tasks(), services.serializer(),
				StoredPayloads.NONE, List.of(), new AttemptEvents(services.events()), services.clock(),
				new OutcomeResolver(() -> 0.5, new OutcomeResolver.Limits(20, 5)), this.timeoutScheduler,
				this.decisions, new ChildThreads(Runnable::run, (action) -> action), grace,
				(execution, settled) -> this.settle(settled),
				new WorkerNotes("w1", services, WorkerThreads.Factory.DAEMONS),
				new TransactionalAttempts(services.transaction(), services.store(), "w1"), services.flows());
		return new JobExecution(job, task, permit, executor, support);
	}

	private void settle(AttemptResult settled) {
		if (this.refusals-- > 0) {
			throw new OutOfMemoryError("on purpose");
		}
		this.settled.add(settled);
	}

	@Override
	public void close() {
		this.timeoutScheduler.close();
		this.decisions.close();
	}

}
