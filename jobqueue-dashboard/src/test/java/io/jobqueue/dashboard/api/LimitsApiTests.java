package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.jobqueue.Limit;
import io.jobqueue.LimitInfo;
import io.jobqueue.QueueInfo;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitsApiTests {

	private static final Limit LIMIT = Limit.ofMaxRunning(2);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	/** The queues whose limits were read. */
	private final List<String> reads = new ArrayList<>();

	@Test
	void storeWithoutLimitsHasNone() {
		List<Route> routes = new LimitsApi(ApiSource.of((proxy, method, arguments) -> {
			if (method.getName().equals("queues")) {
				return queues(1);
			}
			throw new UnsupportedStorePartException(new MemoryStoreBackend(this.now::get), LimitStore.class);
		}), ApiSource.audit(), new AnswerCache(this.now::get), this.now::get).routes();
		assertThat(RouteCalls.read(routes, "/api/limits")).isEmpty();
	}

	@Test
	void queuesWithoutLimitsAreAskedOnceInTenSeconds() {
		List<Route> routes = new LimitsApi(ApiSource.of((proxy, method, arguments) -> {
			if (method.getName().equals("queues")) {
				return queues(100);
			}
			this.reads.add((String) arguments[0]);
			return arguments[0].equals("q7") ? List.of(new LimitInfo("", LIMIT, LIMIT, null, 1, Duration.ZERO))
					: List.of();
		}), ApiSource.audit(), new AnswerCache(this.now::get), this.now::get).routes();
		for (int second = 0; second < 10; second++) {
			this.now.set(Instant.ofEpochSecond(second));
			assertThat(RouteCalls.read(routes, "/api/limits")).hasSize(1);
		}
		assertThat(this.reads).hasSize(110);
		assertThat(this.reads.subList(100, 110)).containsOnly("q7");
		this.now.set(Instant.ofEpochSecond(10));
		RouteCalls.read(routes, "/api/limits");
		assertThat(this.reads).hasSize(211);
	}

	private static List<QueueInfo> queues(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new QueueInfo("q" + i, false, Map.of(), null)).toList();
	}

}
