package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("process")
class BulkLimitTests {

	private static final String TOO_LONG = "\"" + "x".repeat(3 * 1024 * 1024) + "\"";

	private static final String LONG = "\"" + "x".repeat(1536 * 1024) + "\"";

	@Test
	void aValueThatIsTooLongIsRefusedBeforeAnyIsSent() {
		try (TestRedis redis = TestRedis.start("proto-max-bulk-len 2mb")) {
			StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), "bulk");
			assertThatExceptionOfType(StoreRefusedException.class)
				.isThrownBy(() -> store.intake().insert(List.of(job("1", "1"), job("2", TOO_LONG))))
				.withMessageContaining("'proto-max-bulk-len' allows at most 2,097,152");
			assertThat(store.queries().find(List.of(JobId.of("1")))).isEmpty();
			store.intake().insert(List.of(job("1", LONG)));
			ClaimedJob claimed = store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs().get(0);
			assertThat(claimed.payload()).isEqualTo(LONG);
			assertThatExceptionOfType(StoreRefusedException.class)
				.isThrownBy(() -> store.feed().finish("q", "w", List.of(Outcome.success(claimed, TOO_LONG))));
			store.feed().finish("q", "w", List.of(Outcome.success(claimed, LONG)));
			assertThat(store.queries().find(List.of(claimed.id())).get(claimed.id()).result()).isEqualTo(LONG);
		}
	}

	@Test
	void whereTheLimitIsHiddenTheDefaultIsTaken() {
		try (TestRedis redis = TestRedis.start("rename-command CONFIG \"\"")) {
			StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), "bulk");
			store.intake().insert(List.of(job("1", TOO_LONG)));
			assertThat(store.queries().find(List.of(JobId.of("1")))).hasSize(1);
			BulkLimit limit = new BulkLimit(redis.connectionFactory());
			limit.require("insert jobs", 512L * 1024 * 1024);
			assertThatExceptionOfType(StoreRefusedException.class)
				.isThrownBy(() -> limit.require("insert jobs", 512L * 1024 * 1024 + 1));
		}
	}

	private static NewJob job(String id, String payload) {
		return new NewJob(JobId.of(id), "q", "task", payload);
	}

}
