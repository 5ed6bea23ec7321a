package io.jobqueue.dashboard.api.statistics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobExplorer;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.task.TaskRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsApiTests {

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2030-01-02T12:00:00Z"));

	private static final JobExplorer WITHOUT = proxy(JobExplorer.class, (proxy, method, arguments) -> {
		throw new UnsupportedStorePartException(new MemoryStoreBackend(CLOCK), StatisticsStore.class);
	});

	@Test
	void storeWithoutStatisticsHasNoPoints() throws IOException {
		assertThat(answer(new StatisticsApi(WITHOUT, CLOCK).routes())).isEqualTo(
				"{\"from\":\"2030-01-01T12:00:00Z\",\"to\":\"2030-01-02T12:00:00Z\",\"step\":86400,\"points\":[]}");
	}

	@Test
	void storeWithoutStatisticsStillHasTasks() throws IOException {
		TaskRegistry none = proxy(TaskRegistry.class, (proxy, method, arguments) -> List.of());
		assertThat(answer(new TasksApi(none, WITHOUT, CLOCK).routes())).isEqualTo("[]");
	}

	private static String answer(List<Route> routes) throws IOException {
		DashboardResponse response = routes.get(0)
			.handler()
			.handle(new Call(new DashboardRequest(HttpMethod.GET, "/", new LinkedMultiValueMap<>(), new HttpHeaders(),
					null, () -> null, new byte[0]), Map.of(), Access.VIEW));
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		response.body().writeTo(body);
		return body.toString();
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
