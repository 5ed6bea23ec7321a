package io.jobqueue.dashboard.http;

import java.util.List;

import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
		HttpHeaders response = file(accepted, null).headers();
		assertThat(response.containsHeader(HttpHeaders.CONTENT_ENCODING)).isEqualTo(compressed);
	}

	@Test
	void compressedFileIsNotSentAgainToABrowserThatHasIt() {
		DashboardResponse first = file("gzip", null);
		String tag = first.headers().getETag();
		DashboardResponse again = file("gzip", tag);
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.headers().getETag()).isEqualTo(tag);
		assertThat(again.headers().getVary()).containsExactly(HttpHeaders.ACCEPT_ENCODING);
		assertThat(again.headers().containsHeader(HttpHeaders.CONTENT_LENGTH)).isFalse();
		assertThat(file("gzip", "W/" + tag).status()).isEqualTo(304);
		assertThat(file("gzip", "\"another\"").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "another", "\"", "W/", "*", ", ,", "\"a\" b" })
	void tagOfAnotherFormIsNoTag(String tag) {
		assertThat(file("gzip", tag).status()).isEqualTo(200);
	}

	/** A cache that has one form must not take it for the other. */
	@Test
	void eachFormOfAFileHasATagOfItsOwn() {
		String compressed = file("gzip", null).headers().getETag();
		assertThat(file("identity", compressed).status()).isEqualTo(200);
		assertThat(file("gzip", file("identity", null).headers().getETag()).status()).isEqualTo(200);
	}

	private static DashboardResponse file(String accepted, @Nullable String known) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ACCEPT_ENCODING, accepted);
		if (known != null) {
			headers.set(HttpHeaders.IF_NONE_MATCH, known);
		}
		return new Dashboard(List.of(), (user) -> Access.VIEW, false, "/jobqueue").handle(new DashboardRequest(
				HttpMethod.GET, "/app.js", new LinkedMultiValueMap<>(), headers, null, () -> null, new byte[0]));
	}

}
