package io.jobqueue.dashboard;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

import io.jobqueue.JobExplorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** Users who are not authenticated, and no filter chain of Spring Security. */
class AnonymousDashboardTests {

	private static final String[] NO_SECURITY = { "jobqueue.dashboard.anonymous=operate",
			"spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration" };

	private static final String PAUSE = "/jobqueue/api/queues/emails/pause";

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void actsOfOtherOriginsAreRefusedWithoutSpringSecurity(WebApplicationType type) {
		try (DashboardServer server = DashboardServer.start(type, List.of(), NO_SECURITY)) {
			assertThat(server.get(null, "/jobqueue/api/queues").statusCode()).isEqualTo(200);
			assertThat(server
				.send(server.request(null, PAUSE)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString("{}")))
				.body()).contains("X-Jobqueue is missing");
			HttpResponse<String> form = server.send(server.request(null, PAUSE)
				.header("X-Jobqueue", "x")
				.header("Content-Type", "text/plain")
				.POST(BodyPublishers.ofString("{}")));
			assertThat(form.statusCode()).isEqualTo(403);
			assertThat(server.send(server.act(null, PAUSE, "{}").header("Sec-Fetch-Site", "cross-site")).statusCode())
				.isEqualTo(403);
			assertThat(server.send(server.act(null, PAUSE, "{}").header("Origin", "https://evil.example")).body())
				.contains("https://evil.example");
			assertThat(server.bean(JobExplorer.class).queue("emails").paused()).isFalse();
			assertThat(
					server.send(server.act(null, PAUSE, "{}").header("Origin", server.uri("").toString())).statusCode())
				.isEqualTo(200);
			assertThat(server.bean(JobExplorer.class).queue("emails").paused()).isTrue();
			assertThat(server.post(null, "/jobqueue/api/queues/emails/purge", "{\"confirm\":\"emails\"}").statusCode())
				.isEqualTo(403);
			assertThat(server.send(server.act(null, PAUSE, "x".repeat(70_000))).statusCode()).isEqualTo(413);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void everybodyMayViewWhereThatIsConfigured(WebApplicationType type) {
		try (DashboardServer server = DashboardServer.start(type, List.of(), "jobqueue.dashboard.anonymous=view")) {
			assertThat(server.get(null, "/jobqueue/").statusCode()).isEqualTo(200);
			assertThat(server.read(null, "/jobqueue/api/session").get("user").asString()).isEqualTo("anonymous");
			assertThat(server.post(null, PAUSE, "{}").statusCode()).isIn(401, 403);
			assertThat(server.bean(JobExplorer.class).queue("emails").paused()).isFalse();
		}
	}

	@Test
	void readOnlyRefusesActsOfEverybody() {
		try (DashboardServer server = DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class),
				"jobqueue.dashboard.read-only=true")) {
			assertThat(server.read("admin", "/jobqueue/api/session").get("access").asString()).isEqualTo("VIEW");
			assertThat(server.read("admin", "/jobqueue/api/session").get("audit").asBoolean()).isTrue();
			assertThat(server.get("admin", "/jobqueue/api/audit").statusCode()).isEqualTo(200);
			HttpResponse<String> refused = server.post("admin", PAUSE, "{}");
			assertThat(refused.statusCode()).isEqualTo(403);
			assertThat(refused.body()).contains("jobqueue.dashboard.read-only");
		}
	}

	@Test
	void hiddenPayloadsAreNotDisclosedByASearch() {
		try (DashboardServer server = DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class),
				"jobqueue.dashboard.payloads=masked")) {
			assertThat(server.get("admin", "/jobqueue/api/jobs?text=4111").statusCode()).isEqualTo(400);
			assertThat(server.get("admin", "/jobqueue/api/jobs/count?text=4111").statusCode()).isEqualTo(400);
			HttpResponse<String> refused = server.post("admin", "/jobqueue/api/matching/cancel",
					"{\"status\":[\"QUEUED\"],\"text\":\"4111\"}");
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(refused.body()).contains("jobqueue.dashboard.payloads");
		}
	}

}
