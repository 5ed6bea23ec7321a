package io.jobqueue.worker;

import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call that cannot have a result does nothing.
 */
class SubtaskRefusalTests {

	private final WorkerFixture fixture = new WorkerFixture();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void callWithoutATypeOfTheResultDoesNotRunTheSubtask() {
		AtomicBoolean ran = new AtomicBoolean();
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> {
			ran.set(true);
			return 1;
		}));
		this.fixture.task("outer", (payload, job) -> job.call("inner", null, (Class<Integer>) null));
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("outer");
		this.fixture.awaitStatus(id, JobStatus.FAILED);
		assertThat(this.fixture.info(id).error()).isNotNull()
			.extracting("message")
			.isEqualTo("The type of the result of sub-task 'inner' must not be null: use Object.class for any");
		assertThat(ran).isFalse();
	}

}
