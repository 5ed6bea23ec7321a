package io.jobqueue.dashboard;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.dashboard.api.DashboardApi;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.StoreBackend;
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

	/** It satisfies all that acts ask for in a body. */
	private static final String BODY = """
			{"confirm":"kept","ids":["%s"],"queue":"kept","status":["QUEUED"],"millis":1000,"maxRunning":1}"""
		.formatted(JOB);

	private final DashboardServer server;

	private final List<Route> writes;

	WriteProtectionContract(DashboardServer server) {
		this.server = server;
		this.writes = server.bean(DashboardApi.class)
			.routes()
			.stream()
			.filter((route) -> !route.method().equals(HttpMethod.GET))
			.toList();
		server.bean(StoreBackend.class).intake().insert(List.of(new NewJob(JOB, "kept", "succeed", "\"x\"")));
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@AfterEach
	void nothingIsChanged() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		assertThat(explorer.find(JOB).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
		assertThat(explorer.queue("kept").paused()).isFalse();
		assertThat(explorer.limits("kept")).isEmpty();
		assertThat(this.server.bean(TestApplication.class).acts).isEmpty();
	}

	@Test
	void writesAreFound() {
		assertThat(this.writes).hasSizeGreaterThan(15)
			.allSatisfy((route) -> assertThat(route.access()).isNotEqualTo(Access.VIEW));
	}

	@Test
	void nobodyWritesWithoutAUser() {
		assertRefused((path) -> this.server.act(null, path, BODY));
	}

	@Test
	void nobodyWritesWithoutTheToken() {
		assertRefused((path) -> this.server.act("admin", path, BODY));
	}

	@Test
	void nobodyWritesWithoutTheHeaderOfThePage() {
		assertRefused((path) -> this.server.withToken("admin", path,
				this.server.request("admin", path)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(BODY))));
	}

	@Test
	void nobodyWritesByAForm() {
		assertRefused((path) -> this.server.withToken("admin", path,
				this.server.request("admin", path)
					.header("X-Jobqueue", "test")
					.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(BodyPublishers.ofString("confirm=kept"))));
	}

	@Test
	void nobodyWritesWithoutAnAuthority() {
		assertRefused((path) -> this.server.act("guest", path, BODY));
		assertRefused((path) -> this.server.withToken("viewer", path, this.server.act("viewer", path, BODY)));
	}

	@Test
	void operatorDoesNotWhatOnlyAnAdministratorMay() {
		List<Route> refused = this.writes.stream().filter((route) -> route.access() == Access.ADMIN).toList();
		assertThat(refused).isNotEmpty();
		refused.forEach((route) -> assertRefused(route,
				this.server.withToken("operator", path(route), this.server.act("operator", path(route), BODY))));
	}

	private void assertRefused(Act act) {
		this.writes.forEach((route) -> assertRefused(route, act.on(path(route))));
	}

	private void assertRefused(Route route, HttpRequest.Builder request) {
		assertThat(this.server.send(request).statusCode()).as(route.template()).isIn(401, 403);
	}

	private static String path(Route route) {
		return "/jobqueue" + route.template()
			.replace("{id}", JOB.value())
			.replace("{queue}", "kept")
			.replaceAll("\\{[^}]+}", "nightly");
	}

	/** A request that changes what a path names. */
	private interface Act {

		HttpRequest.Builder on(String path);

	}

}
