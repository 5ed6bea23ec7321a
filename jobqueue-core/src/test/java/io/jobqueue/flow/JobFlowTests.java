package io.jobqueue.flow;

import java.util.Arrays;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStateException;
import io.jobqueue.event.JobEvents;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobFlowTests {

	private final JobFlow flow = new JobFlow(
			new WorkerFlows.Parts(
					new JobFlows(new MemoryStoreBackend(new SettableClock()), FlowOptions.DEFAULT, JobEvents.NONE),
					(request) -> new NewJob(JobId.of("q-1"), "q", JobDetails.of("task", "1"), null, null,
							JobTraits.NONE),
					new JacksonJobSerializer()),
			new FlowPlace(FlowId.of("flow-1"), 0), JobId.of("q-0"), () -> {
			});

	@Test
	void requestThatIsMissingIsNamed() {
		JobRequest request = JobRequest.of("task", 1);
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.flow.add(request, null))
			.withMessage("Request 2 of 2 is null");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.flow.add(Arrays.asList(null, request)))
			.withMessage("Request 1 of 2 is null");
	}

	@Test
	void requestsOfAnUnmodifiableListAreRead() {
		assertThatExceptionOfType(JobStateException.class)
			.isThrownBy(() -> this.flow.add(List.of(JobRequest.of("task", 1))))
			.withMessageContaining("flow-1");
	}

	@Test
	void requestsThatAreMissingAreRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.flow.add((List<JobRequest>) null))
			.withMessage("The requests for flow 'flow-1' must not be null");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.flow.add((JobRequest[]) null))
			.withMessage("The requests for flow 'flow-1' must not be null");
	}

	@Test
	void typeThatIsMissingIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.flow.results(null))
			.withMessage("The type of the results of flow 'flow-1' must not be null: use Object.class for any");
	}

}
