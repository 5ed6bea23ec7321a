package io.jobqueue.dashboard.http;

import java.util.List;

import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

	@ParameterizedTest
	@CsvSource({ "'gzip, deflate, br', true", "'br;q=1.0, gzip;q=0.8', true", "gzip;q=0, false", "gzip;q=0.0, false",
			"identity, false", "'', false" })
	void fileIsCompressedIfTheBrowserReadsIt(String accepted, boolean compressed) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ACCEPT_ENCODING, accepted);
		Dashboard dashboard = new Dashboard(List.of(), (user) -> Access.VIEW, false, "/jobqueue");

		HttpHeaders response = dashboard
			.handle(new DashboardRequest(HttpMethod.GET, "/app.js", new LinkedMultiValueMap<>(), headers, null,
					() -> null, new byte[0]))
			.headers();

		assertThat(response.containsHeader(HttpHeaders.CONTENT_ENCODING)).isEqualTo(compressed);
	}

}
