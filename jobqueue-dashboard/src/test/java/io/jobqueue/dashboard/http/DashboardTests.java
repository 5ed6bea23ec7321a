package io.jobqueue.dashboard.http;

import java.util.List;

import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DashboardTests {

	@Test
	void pathOfARequestThatFailsBeginsNoLineOfTheLog(CapturedOutput output) {
		Route failing = Route.get("/api/jobs/{id}", "Fails", (call) -> {
			throw new IllegalStateException("broken");
		});
		Dashboard dashboard = new Dashboard(List.of(failing), (user) -> Access.VIEW, false, "/jobqueue");

		int status = dashboard
			.handle(new DashboardRequest(HttpMethod.GET, "/api/jobs/a\nWARN b", new LinkedMultiValueMap<>(),
					new HttpHeaders(), null, () -> null, new byte[0]))
			.status();

		assertThat(status).isEqualTo(500);
		assertThat(output).contains("could not answer GET /api/jobs/a\\nWARN b").contains("broken");
	}

}
