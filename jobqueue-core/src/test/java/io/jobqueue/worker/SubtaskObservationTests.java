package io.jobqueue.worker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.observation.SubtaskObservations;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Sub-tasks are observed as children of what is observed around them.
 */
class SubtaskObservationTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final CompletableFuture<String> stage = new CompletableFuture<>();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void aSubtaskIsAChildOfTheCurrentObservation() {
		JobId id = run((job) -> job.call("inner", "x", String.class), JobStatus.SUCCESS);
		observation().hasBeenStarted()
			.hasBeenStopped()
			.hasNameEqualTo("jobqueue.job.call")
			.hasLowCardinalityKeyValue("task", "inner")
			.hasLowCardinalityKeyValue("queue", "q")
			.hasHighCardinalityKeyValue("job.id", id.value())
			.hasHighCardinalityKeyValue("job.attempt", "1")
			.hasParentObservationContextMatching((parent) -> parent.getName().equals("attempt"))
			.doesNotHaveError();
		TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation();
	}

	@Test
	void anErrorIsRecorded() {
		run((job) -> job.call("failing", "x", String.class), JobStatus.FAILED);
		observation().hasBeenStopped().assertThatError().hasMessage("inner");
	}

	@Test
	void aRequestForARetryIsNoError() {
		run((job) -> job.call("aborting", "x", String.class), JobStatus.ABORTED);
		observation().hasBeenStopped().doesNotHaveError();
	}

	@Test
	void anObservationLastsUntilItsStageEnds() {
		run((job) -> job.call("later", "x", CompletionStage.class), JobStatus.SUCCESS);
		observation().isNotStopped();
		this.stage.completeExceptionally(new IllegalStateException("late"));
		observation().hasBeenStopped().assertThatError().hasMessage("late");
	}

	@Test
	void callsOfAMapAreChildrenToo() {
		this.fixture.childDecorator = new ContextPropagatingTaskDecorator();
		CyclicBarrier together = new CyclicBarrier(2);
		run((job) -> job.map(2, List.of(1, 2), (item) -> {
			together.await();
			return job.call("inner", "x", String.class);
		}), JobStatus.SUCCESS);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo("jobqueue.job.call", 2)
			.forAllObservationsWithNameEqualTo("jobqueue.job.call", (context) -> context.hasParentObservation());
	}

	private TestObservationRegistryAssertReturningObservationContextAssert observation() {
		return TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("jobqueue.job.call")
			.that();
	}

	private JobId run(Body body, JobStatus expected) {
		this.fixture.interceptors.add(new SubtaskObservations(this.registry));
		this.fixture.task("inner", (payload, job) -> "done");
		this.fixture.task("later", (payload, job) -> this.stage);
		this.fixture.task("aborting", (payload, job) -> job.abort("enough"));
		this.fixture.task("failing", (payload, job) -> {
			throw new IllegalStateException("inner");
		});
		this.fixture.task("outer", (payload, job) -> {
			Observation.createNotStarted("attempt", this.registry).observeChecked(() -> body.run(job));
			return null;
		});
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("outer");
		this.fixture.awaitStatus(id, expected);
		return id;
	}

	@FunctionalInterface
	private interface Body {

		void run(JobContext job) throws Exception;

	}

}
