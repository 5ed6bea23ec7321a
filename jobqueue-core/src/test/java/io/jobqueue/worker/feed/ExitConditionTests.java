package io.jobqueue.worker.feed;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.FlowThread;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.options.WorkerOptions;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExitConditionTests {

	private final AtomicInteger left = new AtomicInteger();

	@Test
	void noMoreThanTheLastJobsAreReserved() {
		ExitCondition exitCondition = exitCondition(5, false);
		assertThat(exitCondition.tryReserve(3)).isEqualTo(3);
		assertThat(exitCondition.tryReserve(3)).isEqualTo(2);
		exitCondition.claimed(3, 1);
		assertThat(exitCondition.tryReserve(9)).isEqualTo(2);
	}

	@Test
	void theLastJobEndsItOnce() {
		ExitCondition exitCondition = exitCondition(2, false);
		exitCondition.claimed(exitCondition.tryReserve(2), 2);
		assertThat(this.left).hasValue(0);
		exitCondition.launched(2);
		exitCondition.claimed(exitCondition.tryReserve(2), 0);
		exitCondition.launched(0);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aJobThatWasNotStartedDoesNotCount() {
		ExitCondition exitCondition = exitCondition(2, false);
		exitCondition.claimed(exitCondition.tryReserve(2), 2);
		exitCondition.notStarted();
		exitCondition.launched(2);
		assertThat(this.left).hasValue(0);
		assertThat(exitCondition.tryReserve(2)).isEqualTo(1);
	}

	@Test
	void jobsOfAnotherContainerThatAreNotStartedYetKeepTheWorker() {
		ExitCondition exitCondition = exitCondition(2, false);
		exitCondition.claimed(exitCondition.tryReserve(1), 1);
		exitCondition.claimed(exitCondition.tryReserve(1), 1);
		exitCondition.launched(1);
		assertThat(this.left).hasValue(0);
		exitCondition.launched(1);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aBurstEndsWhenAllContainersAskedInVain() {
		ExitCondition exitCondition = exitCondition(null, true);
		exitCondition.polled("a", 0, true);
		assertThat(this.left).hasValue(0);
		exitCondition.polled("b", 0, true);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aJobThatEndedSinceMayHaveDispatchedOthers() {
		ExitCondition exitCondition = exitCondition(null, true);
		exitCondition.polled("a", 0, true);
		exitCondition.jobEnded();
		exitCondition.polled("b", 1, true);
		assertThat(this.left).hasValue(0);
		exitCondition.polled("a", exitCondition.ends(), true);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aBurstStaysWhileAFlowIsAboutToGoOn() {
		JobFlows store = new JobFlows(new MemoryStoreBackend(InstantSource.system()), FlowOptions.DEFAULT,
				JobEvents.NONE);
		FlowThread thread = new FlowThread(store, List::of);
		WorkerFlows flows = new WorkerFlows(store, (request) -> {
			throw new UnsupportedOperationException();
		}, new JacksonJobSerializer(), thread);
		ExitCondition exitCondition = exitCondition(null, true, flows);
		thread.ended("a");
		exitCondition.polled("a", 0, true);
		exitCondition.polled("b", 0, true);
		assertThat(this.left).hasValue(0);
		thread.start();
		Awaitility.await().until(() -> !flows.isRelaying());
		thread.stop();
		exitCondition.polled("a", 0, true);
		exitCondition.polled("b", exitCondition.ends(), true);
		assertThat(this.left).hasValue(0);
		exitCondition.polled("a", exitCondition.ends(), true);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void withoutALimitItStays() {
		ExitCondition exitCondition = exitCondition(null, false);
		exitCondition.claimed(exitCondition.tryReserve(1000), 1000);
		exitCondition.polled("a", 0, true);
		exitCondition.polled("b", 0, true);
		assertThat(this.left).hasValue(0);
	}

	private ExitCondition exitCondition(@Nullable Integer maxJobs, boolean burst) {
		return exitCondition(maxJobs, burst, WorkerFlows.NONE);
	}

	private ExitCondition exitCondition(@Nullable Integer maxJobs, boolean burst, WorkerFlows flows) {
		Duration second = Duration.ofSeconds(1);
		WorkerOptions options = new WorkerOptions(second, second, second, second, second, 0, 5, 20, maxJobs, burst);
		return new ExitCondition(options, () -> 2, flows, this.left::incrementAndGet);
	}

}
