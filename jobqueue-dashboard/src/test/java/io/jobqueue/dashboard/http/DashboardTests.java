package io.jobqueue.dashboard.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

	@Test
	void browserGetsAPageThatSaysWhyItIsRefused() throws IOException {
		HttpHeaders browser = new HttpHeaders();
		browser.set(HttpHeaders.ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
		DashboardResponse page = refused(browser);
		assertThat(page.status()).isEqualTo(403);
		assertThat(page.headers().getContentType()).hasToString("text/html;charset=UTF-8");
		assertThat(page.headers().getFirst("Content-Security-Policy")).contains("default-src 'none'");
		assertThat(text(page)).contains("<h1>Forbidden</h1>")
			.contains("which the user &#39;&lt;b&gt;eve&#39; does not have.")
			.doesNotContain("<b>");
		DashboardResponse program = refused(new HttpHeaders());
		assertThat(program.headers().getContentType()).hasToString("application/problem+json");
		assertThat(text(program)).contains("\"status\":403", "'<b>eve'");
	}

	private static DashboardResponse refused(HttpHeaders headers) {
		return new Dashboard(List.of(), (user) -> Access.NONE, false, "/jobqueue").handle(new DashboardRequest(
				HttpMethod.GET, "/", new LinkedMultiValueMap<>(), headers, () -> "<b>eve", () -> null, new byte[0]));
	}

	private static String text(DashboardResponse response) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		response.body().writeTo(out);
		return out.toString(StandardCharsets.UTF_8);
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
