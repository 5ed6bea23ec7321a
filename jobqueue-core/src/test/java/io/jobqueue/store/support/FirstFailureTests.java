package io.jobqueue.store.support;

import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreUnavailableException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FirstFailureTests {

	private final FirstFailure failure = new FirstFailure();

	@Test
	void throwsTheFirstFailureWithTheOthers() {
		JobQueueException first = new StoreUnavailableException("first", null);
		JobQueueException second = new StoreUnavailableException("second", null);
		assertThat(run(first)).isFalse();
		assertThat(run(second)).isFalse();
		assertThat(this.failure.run(() -> {
		})).isTrue();
		assertThatThrownBy(this.failure::rethrow).isSameAs(first).hasSuppressedException(second);
	}

	@Test
	void acceptsTheSameFailureTwice() {
		JobQueueException same = new StoreUnavailableException("same", null);
		run(same);
		run(same);
		assertThatThrownBy(this.failure::rethrow).isSameAs(same).hasNoSuppressedExceptions();
	}

	@Test
	void runsNoStepAfterTooManyFailures() {
		for (int i = 0; i < 5; i++) {
			run(new StoreUnavailableException("away", null));
		}
		AtomicInteger runs = new AtomicInteger();
		assertThat(this.failure.run(runs::incrementAndGet)).isFalse();
		assertThat(runs).hasValue(0);
	}

	@Test
	void runsTheStepsOfAllQueues() {
		FirstFailure ofQueues = FirstFailure.ofQueues();
		AtomicInteger runs = new AtomicInteger();
		for (int i = 0; i < 20; i++) {
			ofQueues.run(() -> {
				runs.incrementAndGet();
				throw new StoreUnavailableException("away", null);
			});
		}
		assertThat(runs).hasValue(20);
		assertThatThrownBy(ofQueues::rethrow).hasMessage("away");
	}

	@Test
	void throwsNothingWithoutAFailure() {
		this.failure.run(() -> {
		});
		assertThatCode(this.failure::rethrow).doesNotThrowAnyException();
	}

	private boolean run(JobQueueException ex) {
		return this.failure.run(() -> {
			throw ex;
		});
	}

}
