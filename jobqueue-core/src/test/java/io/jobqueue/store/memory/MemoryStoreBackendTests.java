package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoryStoreBackendTests {

	@Test
	void takesNoMoreJobsWhenItIsClosed() {
		MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());
		store.intake().insert(List.of(job("q-1")));
		store.close();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> store.intake().insert(List.of(job("q-2"))))
			.withMessageContaining("closed")
			.matches(StoreUnavailableException::hadNoEffect);
		List<Outcome> outcomes = store.feed()
			.claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1)))
			.jobs()
			.stream()
			.map((claimed) -> Outcome.success(claimed, null))
			.toList();
		assertThat(store.feed().finish("q", "w", outcomes)).containsExactly(FinishResult.APPLIED);
	}

	private static NewJob job(String id) {
		return new NewJob(JobId.of(id), "q", "task", "1");
	}

}
