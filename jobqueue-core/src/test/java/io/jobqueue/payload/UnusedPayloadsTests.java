package io.jobqueue.payload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnusedPayloadsTests {

	private final StoreBackend store = new MemoryStoreBackend(new SettableClock());

	private final MapPayloadStore payloads = new MapPayloadStore();

	private final UnusedPayloads duty = new UnusedPayloads(this.payloads, this.store, Duration.ofDays(1));

	private List<NewJob> put(int count) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			NewJob job = new NewJob(new JobId("q-%026d".formatted(i)), "q", "import", "{}");
			this.payloads.put(job.id(), "1");
			jobs.add(job);
		}
		return jobs;
	}

	@Test
	void payloadsOfJobsThatDoNotExistAreDeleted() {
		List<NewJob> jobs = put(3);
		this.store.intake().insert(jobs.subList(1, 3));
		this.duty.run();
		assertThat(this.payloads.payloads).containsOnlyKeys(jobs.get(1).id().value(), jobs.get(2).id().value());
		this.store.actions().delete(jobs.get(1).id());
		this.duty.run();
		assertThat(this.payloads.payloads).containsOnlyKeys(jobs.get(2).id().value());
	}

	@Test
	void passLooksAtOnePageARunAndBeginsAgain() {
		List<NewJob> jobs = put(2 * UnusedPayloads.PAGE + 1);
		this.store.intake().insert(jobs.subList(0, UnusedPayloads.PAGE));
		this.duty.run();
		assertThat(this.duty.interval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.payloads.payloads).hasSize(jobs.size());
		this.duty.run();
		assertThat(this.duty.interval()).isLessThan(Duration.ofSeconds(1));
		this.duty.run();
		assertThat(this.duty.interval()).isEqualTo(Duration.ofMinutes(10));
		assertThat(this.payloads.payloads).hasSize(UnusedPayloads.PAGE);
		this.store.actions().delete(jobs.get(0).id());
		this.duty.run();
		assertThat(this.payloads.payloads).hasSize(UnusedPayloads.PAGE - 1);
	}

}
