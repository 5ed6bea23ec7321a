package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.SilentListener;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lease of one worker is noted beside the queue, so that claims and wakes need not
 * look. What is noted is what the lease is.
 */
@Tag("process")
class RedisNotedLeaseTests {

	private static final String QUEUE = "q";

	private static final Duration LEASE = Duration.ofHours(1);

	private final String namespace = TestRedis.namespace();

	private final QueueKeys keys = new QueueKeys(this.namespace, QUEUE);

	private final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	@Test
	void claimLeavesALeaseThatHasJustBegun() {
		claim("w", LEASE);
		Double begun = lease("w");
		claim("w", LEASE);
		assertThat(lease("w")).isEqualTo(begun);
	}

	@Test
	void claimRenewsALeaseOfWhichATenthHasGone() {
		claim("w", Duration.ofMillis(800));
		Double begun = lease("w");
		Awaitility.await().until(() -> {
			long before = this.store.queries().now().toEpochMilli();
			claim("w", Duration.ofMillis(800));
			assertThat(lease("w")).isGreaterThanOrEqualTo(before + 720);
			return lease("w") > begun;
		});
	}

	@Test
	void claimOfAShorterOrLongerLeaseBeginsIt() {
		claim("w", LEASE);
		Double begun = lease("w");
		claim("w", LEASE.dividedBy(2));
		assertThat(lease("w")).isLessThan(begun);
		claim("w", LEASE.multipliedBy(2));
		assertThat(lease("w")).isGreaterThan(begun);
	}

	@Test
	void claimThatComesAfterItsWorkerHasLeftBeginsALease() {
		claim("w", LEASE);
		this.store.feed().leave("w", List.of(QUEUE));
		assertThat(lease("w")).isNull();
		insert();
		assertThat(claim("w", LEASE)).hasSize(1);
		assertThat(lease("w")).isNotNull();
	}

	@Test
	void renewalToALeaseThatRunsOutIsNoted() {
		Queue<String> woken = new ConcurrentLinkedQueue<>();
		claim("frozen", LEASE);
		renew("frozen", Duration.ofMillis(1));
		claim("w", LEASE);
		List<QueueSignal.Subscription> open = List.of(listen("frozen", woken), listen("w", woken));
		Awaitility.await().until(() -> this.store.queries().workers().isEmpty());
		insert();
		Awaitility.await().untilAsserted(() -> assertThat(woken).containsExactly("w"));
		open.forEach(QueueSignal.Subscription::close);
	}

	@Test
	void lostWorkerIsFoundThoughItsLeaseIsNoted() {
		insert();
		assertThat(claim("w", Duration.ofMillis(50))).hasSize(1);
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 10).requeued() == 1);
		assertThat(claim("w", Duration.ofMillis(50))).hasSize(1);
		assertThat(lease("w")).isNotNull();
	}

	@Test
	void leasesOfSeveralWorkersAreKept() {
		for (int i = 0; i < 3; i++) {
			claim("v", LEASE);
			claim("w", LEASE.dividedBy(2));
		}
		assertThat(lease("v")).isGreaterThan(lease("w") + LEASE.toMillis() / 3.0);
	}

	private QueueSignal.Subscription listen(String worker, Queue<String> woken) {
		return this.store.signal().subscribe(worker, new SilentListener() {

			@Override
			public void queueReady(String queue) {
				woken.add(worker);
			}

		});
	}

	private void insert() {
		this.store.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
	}

	private List<ClaimedJob> claim(String worker, Duration lease) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, worker, 5, lease)).jobs();
	}

	private void renew(String worker, Duration lease) {
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity(worker, "host", 1, Instant.EPOCH), lease,
					List.of(TestRenewals.container(QUEUE, 1, Map.of()))));
	}

	private @Nullable Double lease(String worker) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			return connection.zSetCommands().zScore(this.keys.of(Key.WORKERS), RedisText.bytes(worker));
		}
	}

}
