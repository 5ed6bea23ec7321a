package io.jobqueue.dashboard;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

class ServletDashboardTests extends DashboardContract {

	ServletDashboardTests() {
		super(DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class)));
	}

	@Test
	void contextPathAndPathOfTheServletAreProtectedToo() {
		try (DashboardServer server = DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class),
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/web",
				"jobqueue.dashboard.path=/ops/jobs")) {
			assertThat(server.get(null, "/shop/web/ops/jobs/api/queues").statusCode()).isEqualTo(401);
			assertThat(server.get("viewer", "/shop/web/ops/jobs/api/queues").statusCode()).isEqualTo(200);
			assertThat(server.get("viewer", "/shop/web/ops/jobs").headers().firstValue("Location")).hasValue("jobs/");
			assertThat(server.get("guest", "/shop/web/ops/jobs/").statusCode()).isEqualTo(403);
			// A proxy can show the page below another path.
			assertThat(server.get("viewer", "/shop/web/ops/jobs/api/session").headers().firstValue("Set-Cookie"))
				.hasValueSatisfying((cookie) -> assertThat(cookie).contains("Path=/;"));
		}
	}

}
