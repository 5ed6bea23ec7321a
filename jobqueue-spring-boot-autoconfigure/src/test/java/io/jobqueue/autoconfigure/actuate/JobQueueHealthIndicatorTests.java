package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.autoconfigure.worker.WorkerStatus;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.error.StoreUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class JobQueueHealthIndicatorTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final JobQueries queries = mock();

	private final QueueSampler sampler = new QueueSampler(this.queries, Set::of, Duration.ofSeconds(5), this.now::get);

	private final WorkerStatus worker = mock();

	private final JobQueueHealthIndicator indicator = new JobQueueHealthIndicator(this.sampler, Duration.ofSeconds(30),
			this.now::get, this.worker, List.of(() -> Map.of("version", "7.0")));

	@BeforeEach
	void serve() {
		given(this.worker.containers()).willReturn(Set.of("emails"));
		given(this.queries.queues()).willReturn(List.of());
	}

	@Test
	void upWithDetails() {
		this.sampler.sampleOnce();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("version", "7.0")
			.containsEntry("lastContact", "1970-01-01T00:00:00Z")
			.containsEntry("containers", Set.of("emails"));
	}

	@Test
	void aShortAbsenceOfTheStoreIsNoReasonToBeDown() {
		storeIsAway(Duration.ofSeconds(30));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.indicator.health().getDetails()).containsEntry("storeError", "away");
	}

	@Test
	void downWhenTheStoreIsAwayForLong() {
		storeIsAway(Duration.ofSeconds(31));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void anOldSampleIsNoReasonToBeDown() {
		this.sampler.sampleOnce();
		this.now.set(Instant.EPOCH.plusSeconds(59));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		storeIsAway(Duration.ofSeconds(30));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void downWhenTheStoreDoesNotAnswerAtAll() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		given(this.queries.queues()).willAnswer((call) -> {
			asked.countDown();
			answer.await();
			return List.of();
		});
		Thread reader = new Thread(this.sampler::sampleOnce);
		reader.start();
		asked.await();
		this.now.set(Instant.EPOCH.plusSeconds(31));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
		answer.countDown();
		reader.join();
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void downWhileAQueueStandsStill() {
		given(this.worker.stalled()).willReturn(Map.of("emails", Duration.ofSeconds(45)));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("stalled", Map.of("emails", "45s"));
	}

	@Test
	void outOfServiceWhileDraining() {
		given(this.worker.isDraining()).willReturn(true);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	private void storeIsAway(Duration time) {
		willThrow(new StoreUnavailableException("away", null)).given(this.queries).queues();
		this.sampler.sampleOnce();
		this.now.set(this.now.get().plus(time));
	}

}
