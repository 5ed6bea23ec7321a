package io.jobqueue.dashboard.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedules;
import io.jobqueue.QueueInfo;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

class LimitsApiTests {

	@Test
	void storeWithoutLimitsHasNone() throws IOException {
		InvocationHandler withoutLimits = (proxy, method, arguments) -> {
			if (method.getName().equals("queues")) {
				return List.of(new QueueInfo("emails", false, Map.of(), null));
			}
			throw new UnsupportedStorePartException(new MemoryStoreBackend(InstantSource.system()), LimitStore.class);
		};
		DashboardApi.Source source = new DashboardApi.Source(proxy(JobExplorer.class, withoutLimits),
				proxy(JobOperator.class, withoutLimits), proxy(JobSchedules.class, withoutLimits),
				proxy(TaskRegistry.class, withoutLimits));
		Audit audit = new Audit(new AuditTrail(new MemoryStoreBackend(InstantSource.system())), (event) -> {
		}, InstantSource.system());
		DashboardResponse response = new LimitsApi(source, audit, InstantSource.system()).routes()
			.get(0)
			.handler()
			.handle(new Call(new DashboardRequest(HttpMethod.GET, "/api/limits", new LinkedMultiValueMap<>(),
					new HttpHeaders(), null, () -> null, new byte[0]), Map.of(), Access.VIEW));
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		response.body().writeTo(body);
		assertThat(body).hasToString("[]");
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
