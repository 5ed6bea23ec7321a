package io.jobqueue.dashboard;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.api.DashboardApi;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Each route that changes something is refused to those who may not use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WriteProtectionContract {

	private static final JobId JOB = JobId.of("kept-00000000000000000000000001");

	private static final JobId FREE = JobId.of("free-00000000000000000000000001");

	/** A body for each type, which the act takes if nothing refuses it before. */
	private static final Map<String, String> BODIES = Map.of("Confirmation", "{\"confirm\":\"{queue}\"}", "Selection",
			"{\"ids\":[\"{id}\"]}", "JobFilter", "{\"queue\":\"{queue}\",\"status\":[\"QUEUED\"]}", "Bound",
			"{\"maxRunning\":1}", "Hold", "{\"millis\":1000}");

	private static final String REFUSAL = "This needs the access %s of the dashboard";

	private final DashboardServer server;

	private final List<Route> writes;

	/** It has a job that waits. */
	private final FlowId flow;

	WriteProtectionContract(DashboardServer server) {
		this.server = server;
		this.writes = server.bean(DashboardApi.class)
			.routes()
			.stream()
			.filter((route) -> !route.method().equals(HttpMethod.GET))
			.toList();
		insert(JOB, "kept");
		server.bean(StoreBackend.class)
			.feed()
			.renew(new RenewRequest(new WorkerIdentity("nightly", "localhost", 1, Instant.EPOCH), Duration.ofHours(1),
					List.of(new RenewRequest.Container("kept", 1, Map.of()))));
		this.flow = dispatchFlow();
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@AfterEach
	void nothingOfTheQueueIsChanged() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		assertThat(explorer.find(JOB).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
		assertThat(explorer.flow(this.flow).orElseThrow().status()).isEqualTo(FlowStatus.RUNNING);
		assertThat(explorer.queue("kept").paused()).isFalse();
		assertThat(explorer.limits("kept")).isEmpty();
		assertThat(explorer.workers()).noneMatch(WorkerInfo::draining);
		assertThat(this.server.bean(TestApplication.class).acts).isEmpty();
	}

	@Test
	void writesAreFound() {
		assertThat(this.writes).hasSizeGreaterThan(15)
			.allSatisfy((route) -> assertThat(route.access()).isNotEqualTo(Access.VIEW));
	}

	/** The token is that of another session, as somebody may have found it. */
	@Test
	void nobodyWritesWithoutAUser() {
		this.writes.forEach((route) -> assertThat(
				send(withToken(route, this.server.act(null, path(route), body(route)))).statusCode())
			.as(route.template())
			.isEqualTo(401));
	}

	@Test
	void nobodyWritesWithoutTheToken() {
		this.writes.forEach((route) -> assertThat(send(this.server.act("admin", path(route), body(route))).statusCode())
			.as(route.template())
			.isEqualTo(403));
	}

	@Test
	void nobodyWritesWithoutTheHeaderOfThePage() {
		this.writes.forEach((route) -> assertRefused(route,
				withToken(route,
						this.server.request("admin", path(route))
							.header("Content-Type", "application/json")
							.POST(BodyPublishers.ofString(body(route)))),
				"X-Jobqueue is missing"));
	}

	@Test
	void nobodyWritesByAForm() {
		this.writes.forEach((route) -> assertRefused(route,
				withToken(route,
						this.server.request("admin", path(route))
							.header("X-Jobqueue", "test")
							.header("Content-Type", "application/x-www-form-urlencoded")
							.POST(BodyPublishers.ofString("confirm=kept"))),
				"application/json"));
	}

	@Test
	void nobodyWritesWithoutAnAuthority() {
		this.writes.forEach((route) -> assertThat(
				send(withToken(route, this.server.act("guest", path(route), body(route)))).statusCode())
			.as(route.template())
			.isEqualTo(403));
		this.writes.forEach(
				(route) -> assertRefused(route, withToken(route, this.server.act("viewer", path(route), body(route))),
						REFUSAL.formatted(route.access())));
	}

	@Test
	void operatorDoesNotWhatOnlyAnAdministratorMay() {
		List<Route> refused = this.writes.stream().filter((route) -> route.access() == Access.ADMIN).toList();
		assertThat(refused).isNotEmpty();
		refused.forEach(
				(route) -> assertRefused(route, withToken(route, this.server.act("operator", path(route), body(route))),
						REFUSAL.formatted(Access.ADMIN)));
	}

	/** So nothing but the protection refuses the other tests. */
	@Test
	void administratorWritesWithTheSameRequests() {
		for (Route route : this.writes) {
			insert(FREE, "free");
			FlowId free = dispatchFlow();
			HttpResponse<String> answer = send(
					withToken(route, this.server.act("admin", free(path(route), free), free(body(route), free))));
			assertThat(answer.statusCode()).as(route.template() + " " + answer.body()).isIn(200, 409);
		}
		assertThat(this.server.bean(TestApplication.class).acts).hasSizeGreaterThan(15);
		this.server.bean(TestApplication.class).acts.clear();
	}

	private FlowId dispatchFlow() {
		return this.server.bean(JobDispatcher.class)
			.batch(List.of(JobRequest.of("succeed", "x").onQueue("flows")))
			.dispatch();
	}

	private void insert(JobId id, String queue) {
		this.server.bean(StoreBackend.class).intake().insert(List.of(new NewJob(id, queue, "succeed", "\"x\"")));
	}

	private String free(String text, FlowId freeFlow) {
		return text.replace(JOB.value(), FREE.value())
			.replace("kept", "free")
			.replace(this.flow.value(), freeFlow.value());
	}

	private void assertRefused(Route route, HttpRequest.Builder request, String words) {
		HttpResponse<String> answer = send(request);
		assertThat(answer.statusCode()).as(route.template()).isEqualTo(403);
		assertThat(answer.body()).as(route.template()).contains(words);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		return this.server.send(request);
	}

	private HttpRequest.Builder withToken(Route route, HttpRequest.Builder request) {
		return this.server.withToken("admin", path(route), request);
	}

	private String path(Route route) {
		return "/jobqueue" + route.template()
			.replace("{id}", JOB.value())
			.replace("{queue}", "kept")
			.replace("{flow}", this.flow.value())
			.replaceAll("\\{[^}]+}", "nightly");
	}

	private static String body(Route route) {
		Class<?> type = route.content().request();
		if (type == null) {
			return "{}";
		}
		String body = BODIES.get(type.getSimpleName());
		assertThat(body).as("The body for %s", type).isNotNull();
		return body.replace("{id}", JOB.value()).replace("{queue}", "kept");
	}

}
