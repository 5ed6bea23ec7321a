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
		ExitCondition departure = departure(5, false);
		assertThat(departure.reserve(3)).isEqualTo(3);
		assertThat(departure.reserve(3)).isEqualTo(2);
		departure.claimed(3, 1);
		assertThat(departure.reserve(9)).isEqualTo(2);
	}

	@Test
	void theLastJobEndsItOnce() {
		ExitCondition departure = departure(2, false);
		departure.claimed(departure.reserve(2), 2);
		assertThat(this.left).hasValue(0);
		departure.launched(2);
		departure.claimed(departure.reserve(2), 0);
		departure.launched(0);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aJobThatWasNotStartedDoesNotCount() {
		ExitCondition departure = departure(2, false);
		departure.claimed(departure.reserve(2), 2);
		departure.notStarted();
		departure.launched(2);
		assertThat(this.left).hasValue(0);
		assertThat(departure.reserve(2)).isEqualTo(1);
	}

	@Test
	void jobsOfAnotherContainerThatAreNotStartedYetKeepTheWorker() {
		ExitCondition departure = departure(2, false);
		departure.claimed(departure.reserve(1), 1);
		departure.claimed(departure.reserve(1), 1);
		departure.launched(1);
		assertThat(this.left).hasValue(0);
		departure.launched(1);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aBurstEndsWhenAllContainersAskedInVain() {
		ExitCondition departure = departure(null, true);
		departure.polled("a", 0, true);
		assertThat(this.left).hasValue(0);
		departure.polled("b", 0, true);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aJobThatEndedSinceMayHaveDispatchedOthers() {
		ExitCondition departure = departure(null, true);
		departure.polled("a", 0, true);
		departure.jobEnded();
		departure.polled("b", 1, true);
		assertThat(this.left).hasValue(0);
		departure.polled("a", departure.endedJobs(), true);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void withoutALimitItStays() {
		ExitCondition departure = departure(null, false);
		departure.claimed(departure.reserve(1000), 1000);
		departure.polled("a", 0, true);
		departure.polled("b", 0, true);
		assertThat(this.left).hasValue(0);
	}

	private ExitCondition departure(@Nullable Integer maxJobs, boolean burst) {
		Duration second = Duration.ofSeconds(1);
		WorkerOptions options = new WorkerOptions(second, second, second, second, second, 0, 5, 20, maxJobs, burst);
		return new ExitCondition(options, () -> 2, this.left::incrementAndGet);
	}

}
