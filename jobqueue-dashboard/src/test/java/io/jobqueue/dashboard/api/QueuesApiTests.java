package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.jobqueue.JobStatistics;
import io.jobqueue.QueueInfo;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.statistics.StatisticsStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class QueuesApiTests {

	private static final JobStatistics.Times NO_TIMES = new JobStatistics.Times(0, null, null, null, null);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final AtomicInteger reads = new AtomicInteger();

	private @Nullable RuntimeException failure;

	private final List<Route> routes = new QueuesApi(
			ApiSource.of((proxy, method, arguments) -> switch (method.getName()) {
				case "workers" -> List.of();
				case "queues" -> List.of(new QueueInfo("emails", false, Map.of(), null),
						new QueueInfo("quiet", false, Map.of(), null));
				case "taskStatistics" -> statistics((StatisticsQuery) arguments[0]);
				default -> throw new IllegalStateException(method.getName());
			}), ApiSource.audit(), new AnswerCache(this.now::get), this.now::get)
		.routes();

	@Test
	void rateIsThatOfWholeMinutes() {
		assertThat(queues()).extracting((queue) -> queue.get("donePerMinute").asDouble()).containsExactly(60.0, 0.0);
	}

	/** Workers store what they have done once in 10 s. */
	@Test
	void ratesAreReadOnceInTenSeconds() {
		for (int second = 0; second < 10; second++) {
			this.now.set(Instant.ofEpochSecond(second));
			queues();
		}
		assertThat(this.reads).hasValue(1);
		this.now.set(Instant.ofEpochSecond(10));
		queues();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void queuesAreShownWhileTheirRatesAreNotKnown() {
		this.failure = new StoreUnavailableException("The store does not answer", null);
		assertThat(queues()).hasSize(2).allSatisfy((queue) -> assertThat(queue.get("donePerMinute").isNull()).isTrue());
	}

	@Test
	void storeWithoutStatisticsHasNoRates() {
		this.failure = new UnsupportedStorePartException(new MemoryStoreBackend(this.now::get), StatisticsStore.class);
		assertThat(queues()).hasSize(2).allSatisfy((queue) -> assertThat(queue.get("donePerMinute").isNull()).isTrue());
	}

	private JsonNode queues() {
		return RouteCalls.read(this.routes, "/api/queues");
	}

	/** 60 jobs in each minute, and 2 in the one that runs. */
	private List<TaskStatistics> statistics(StatisticsQuery query) {
		this.reads.incrementAndGet();
		if (this.failure != null) {
			throw this.failure;
		}
		int minutes = (int) query.period().toMinutes();
		List<JobStatistics.Point> points = IntStream.rangeClosed(1, minutes)
			.mapToObj((minute) -> point((minute == minutes) ? 2 : 60))
			.toList();
		long all = points.stream().flatMapToLong((point) -> LongStream.of(point.succeeded())).sum();
		return List.of(new TaskStatistics("emails", "send", new JobStatistics(Instant.EPOCH,
				Instant.EPOCH.plus(query.period()), Duration.ofMinutes(1), point(all), points)));
	}

	private static JobStatistics.Point point(long succeeded) {
		return new JobStatistics.Point(Instant.EPOCH, succeeded, 0, 0, 0, 0, 0, 0, NO_TIMES, NO_TIMES);
	}

}
