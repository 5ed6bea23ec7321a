package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes: one knows a queue that the other has forgotten.
 */
@Tag("process")
class RedisForgottenQueueTests {

	private static final String QUEUE = "q";

	private final String namespace = TestRedis.namespace();

	private final StoreBackend one = store();

	private final StoreBackend other = store();

	@Test
	void queueIsPausedAgain() {
		this.one.actions().pause(QUEUE);
		this.one.actions().resume(QUEUE);
		forget();
		this.one.actions().pause(QUEUE);
		assertThat(this.other.queries().queues()).containsExactly(QUEUE);
		assertThat(this.other.queries().queue(QUEUE).paused()).isTrue();
		this.one.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.other.feed().claim(request(Duration.ofMinutes(1))).paused()).isTrue();
	}

	@Test
	void queueIsListedWithItsNextJob() {
		this.one.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.one.actions().delete(this.one.feed().claim(request(Duration.ZERO)).jobs().get(0).id()))
			.isEqualTo(JobStatus.STARTED);
		Awaitility.await().until(() -> this.one.maintenance().reclaim(QUEUE, 1, 10).poisoned().size() == 1);
		forget();
		this.one.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.other.queries().queues()).containsExactly(QUEUE);
	}

	@Test
	void queueIsListedWithAWorkerThatComesBack() {
		this.one.feed().claim(request(Duration.ofMillis(1)));
		forget();
		this.one.feed().claim(request(Duration.ofMinutes(1)));
		assertThat(this.other.queries().queues()).containsExactly(QUEUE);
	}

	private void forget() {
		Awaitility.await()
			.until(() -> this.other.maintenance()
				.prune(QUEUE, Map.of(JobStatus.FAILED, new StatusRetention(Duration.ZERO, 0)), 10)
				.forgotten());
		assertThat(this.other.queries().queues()).isEmpty();
	}

	private static ClaimRequest request(Duration lease) {
		return new ClaimRequest(QUEUE, "w", 1, lease);
	}

	private StoreBackend store() {
		return new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);
	}

}
