package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.worker.options.WorkerOptions;

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
		exitCondition.polled("a", exitCondition.endedJobs(), true);
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
		Duration second = Duration.ofSeconds(1);
		WorkerOptions options = new WorkerOptions(second, second, second, second, second, 0, 5, 20, maxJobs, burst);
		return new ExitCondition(options, () -> 2, this.left::incrementAndGet);
	}

}
