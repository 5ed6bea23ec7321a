package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.StatusRetention;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes: one knows a queue that the other has forgotten.
 */
class RedisForgottenQueueTests {

	private static final String QUEUE = "q";

	private final String namespace = TestRedis.namespace();

	private final StoreBackend one = store();

	private final StoreBackend other = store();

	@Test
	void queueIsPausedAgain() {
		this.one.control().pause(QUEUE);
		this.one.control().resume(QUEUE);
		forget();
		this.one.control().pause(QUEUE);
		assertThat(this.other.browser().queues()).containsExactly(QUEUE);
		assertThat(this.other.browser().queue(QUEUE).paused()).isTrue();
		this.one.jobs().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.other.jobs().claim(request(Duration.ofMinutes(1))).paused()).isTrue();
	}

	@Test
	void queueIsListedWithItsNextJob() {
		this.one.jobs().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.one.control().delete(this.one.jobs().claim(request(Duration.ZERO)).jobs().get(0).id()))
			.isEqualTo(JobStatus.STARTED);
		Awaitility.await().until(() -> this.one.maintenance().reclaim(QUEUE, 1, 10).poisoned().size() == 1);
		forget();
		this.one.jobs().insert(TestJobs.jobs(QUEUE, 1, "1"));
		assertThat(this.other.browser().queues()).containsExactly(QUEUE);
	}

	@Test
	void queueIsListedWithAWorkerThatComesBack() {
		this.one.jobs().claim(request(Duration.ofMillis(1)));
		forget();
		this.one.jobs().claim(request(Duration.ofMinutes(1)));
		assertThat(this.other.browser().queues()).containsExactly(QUEUE);
	}

	private void forget() {
		Awaitility.await()
			.until(() -> this.other.maintenance()
				.prune(QUEUE, Map.of(JobStatus.FAILED, new StatusRetention(Duration.ZERO, 0)), 10)
				.forgotten());
		assertThat(this.other.browser().queues()).isEmpty();
	}

	private static ClaimRequest request(Duration lease) {
		return new ClaimRequest(QUEUE, "w", 1, lease);
	}

	private StoreBackend store() {
		return new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);
	}

}
