package io.jobqueue.dashboard.api.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobStatistics;
import io.jobqueue.TaskStatistics;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsApiTests {

	private static final Instant NOW = Instant.parse("2030-01-02T12:00:00Z");

	private static final InstantSource CLOCK = InstantSource.fixed(NOW);

	private static final JobStatistics.Times NO_TIMES = new JobStatistics.Times(0, null, null, null, null);

	/** Six that succeeded, two dead letters, one aborted and one cancelled. */
	private static final JobStatistics.Point POINT = new JobStatistics.Point(NOW, 6, 2, 5, 1, 1, 0, 0, NO_TIMES,
			NO_TIMES);

	private static final JobStatistics STATISTICS = new JobStatistics(NOW, NOW, Duration.ofHours(1), POINT,
			List.of(POINT));

	private static final JobExplorer WITHOUT = failing(
			new UnsupportedStorePartException(new MemoryStoreBackend(CLOCK), StatisticsStore.class));

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private final AtomicInteger reads = new AtomicInteger();

	private final JobExplorer explorer = RouteCalls.proxy(JobExplorer.class, (proxy, method, arguments) -> {
		this.reads.incrementAndGet();
		return method.getName().equals("statistics") ? STATISTICS
				: List.of(new TaskStatistics(null, "send", STATISTICS));
	});

	@Test
	void storeWithoutStatisticsHasNoPoints() {
		assertThat(RouteCalls.read(new StatisticsApi(WITHOUT, CLOCK).routes(), "/api/statistics"))
			.hasToString("{\"from\":\"2030-01-01T12:00:00Z\",\"to\":\"2030-01-02T12:00:00Z\",\"step\":86400,"
					+ "\"failureRate\":null,\"points\":[]}");
	}

	@Test
	void storeWithoutStatisticsStillHasTasks() {
		assertUnknown(WITHOUT);
	}

	@Test
	void tasksAreShownWhileTheirStatisticsAreNotKnown() {
		assertUnknown(failing(new StoreUnavailableException("The store does not answer", null)));
	}

	private static void assertUnknown(JobExplorer explorer) {
		JsonNode task = RouteCalls.read(new TasksApi(tasks(), explorer, CLOCK).routes(), "/api/tasks").get(0);
		assertThat(task.get("name").asString()).isEqualTo("send");
		assertThat(List.of("count", "failureRate", "retried")).allMatch((name) -> task.get(name).isNull());
		assertThat(task.get("trend")).isEmpty();
	}

	@Test
	void namesOfTasksCostTheStoreNothing() {
		assertThat(RouteCalls.read(new TasksApi(tasks(), this.explorer, CLOCK).routes(), "/api/tasks/names"))
			.hasToString("[\"send\"]");
		assertThat(this.reads).hasValue(0);
	}

	@Test
	void failureRateIsTheSameInAllViews() {
		JsonNode all = RouteCalls.read(new StatisticsApi(this.explorer, CLOCK).routes(), "/api/statistics");
		JsonNode tasks = RouteCalls.read(new TasksApi(tasks(), this.explorer, CLOCK).routes(), "/api/tasks");
		assertThat(all.get("failureRate").asDouble()).isEqualTo(0.2);
		assertThat(tasks.at("/0/failureRate").asDouble()).isEqualTo(0.2);
	}

	/** Workers store what they have done once in 10 s. */
	@ParameterizedTest
	@ValueSource(strings = { "/api/statistics", "/api/tasks" })
	void statisticsAreReadOnceInTenSeconds(String template) {
		List<Route> routes = template.equals("/api/tasks")
				? new TasksApi(tasks(), this.explorer, this.now::get).routes()
				: new StatisticsApi(this.explorer, this.now::get).routes();
		for (int second = 0; second < 10; second++) {
			this.now.set(NOW.plusSeconds(second));
			RouteCalls.read(routes, template);
		}
		assertThat(this.reads).hasValue(1);
		this.now.set(NOW.plusSeconds(10));
		RouteCalls.read(routes, template);
		assertThat(this.reads).hasValue(2);
	}

	private static JobExplorer failing(RuntimeException failure) {
		return RouteCalls.proxy(JobExplorer.class, (proxy, method, arguments) -> {
			throw failure;
		});
	}

	private static TaskRegistry tasks() {
		Task task = RouteCalls.proxy(Task.class, (proxy, method, arguments) -> switch (method.getName()) {
			case "name" -> "send";
			case "aliases" -> Set.of();
			case "queue" -> "emails";
			case "timeout" -> Duration.ofMinutes(1);
			case "retryPolicy" -> RetryPolicy.DEFAULT;
			case "payloadType" -> String.class;
			default -> throw new IllegalStateException(method.getName());
		});
		return RouteCalls.proxy(TaskRegistry.class, (proxy, method, arguments) -> List.of(task));
	}

}
