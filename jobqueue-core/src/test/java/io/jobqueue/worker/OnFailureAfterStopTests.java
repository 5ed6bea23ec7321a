package io.jobqueue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.failure.OnFailureCalls;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.timing.TimeoutScheduler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class OnFailureAfterStopTests {

	private final FakeTask task = new FakeTask("task", (payload, job) -> payload);

	private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler().open();

	private final OnFailureCalls calls = new OnFailureCalls("w",
			new WorkerServices(new MemoryStoreBackend(InstantSource.system()), mock(TaskRegistry.class),
					new JacksonJobSerializer(), List.of(), new JobEvents(List.of()), InstantSource.system(),
					Runnable::run, (name) -> Runnable::run, (action) -> action, StoredPayloads.NONE, LogOptions.DEFAULT,
					AttemptTransaction.NONE, WorkerFlows.NONE),
			this.timeoutScheduler);

	@Test
	void firstFailureOfAQueueIsHandledBeforeTheStop() {
		this.calls.stored(failed("q-1"));
		assertThat(this.task.failures).hasSize(1);
		this.timeoutScheduler.close();
	}

	@Test
	void firstFailureOfAQueueAfterTheStopIsLoggedOnly(CapturedOutput output) {
		this.calls.stopWaiting();
		this.calls.close();
		this.timeoutScheduler.close();
		this.calls.stored(failed("q-1"));
		assertThat(this.task.failures).isEmpty();
		assertThat(output).contains("onFailure of job 'q-1' is not called: the worker stops");
	}

	private AttemptResult failed(String id) {
		ClaimedJob job = Attempts.job(id, 1);
		return new AttemptResult(job, this.task, "x", true,
				Outcome.end(job, JobStatus.FAILED, new JobError("a.B", null, null)), new IllegalStateException("no"),
				Duration.ZERO);
	}

}
