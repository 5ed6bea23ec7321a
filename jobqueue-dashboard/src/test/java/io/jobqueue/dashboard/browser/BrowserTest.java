package io.jobqueue.dashboard.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jobqueue.dashboard.DashboardServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a browser, on an application of its own. Skipped where there is no
 * Chromium. What the console reports fails a test.
 */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

	/** What tests use to describe answers, and the paths that the page reads. */
	private static final String ANSWERS = """
			{ const before = window.fetch, at = (minute) => new Date(Date.now() - minute * 60000).toISOString();
			const times = (p50) => ({ p50, p95: p50 && p50 * 5, p99: p50 && p50 * 9 });
			const away = { away: 'The store does not answer' };
			const answers = %s;
			window.reads = [];
			window.fetch = (address, options) => {
				const path = new URL(address).pathname.replace('/jobqueue/', '');
				window.reads.push(path);
				const answer = answers[path];
				return !answer ? before(address, options) : Promise.resolve(new Response(
					JSON.stringify(answer.away ? { title: 'Store unavailable', detail: answer.away } : answer),
					{ status: answer.away ? 503 : 200, headers: { 'Content-Type': 'application/json' } }));
			}; }
			""";

	private final List<Class<?>> configurations;

	private final String[] properties;

	private @Nullable Chromium chromium;

	DashboardServer server;

	BrowserPage page;

	BrowserTest(List<Class<?>> configurations, String... properties) {
		this.configurations = configurations;
		this.properties = properties;
	}

	@BeforeAll
	void startBrowser() throws IOException, InterruptedException {
		Path executable = Chromium.require();
		this.server = DashboardServer.start(WebApplicationType.SERVLET, this.configurations, this.properties);
		this.chromium = Chromium.start(executable);
		this.page = new BrowserPage(this.chromium.page());
	}

	/** Either of them may not have started. */
	@AfterAll
	void stopBrowser() {
		if (this.chromium != null) {
			this.chromium.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@BeforeEach
	void desktop() {
		this.page.size(1280, 900);
		this.page.errors().clear();
	}

	@AfterEach
	void consoleIsSilent() {
		assertThat(this.page.errors()).isEmpty();
	}

	void open(String view) {
		this.page.open(this.server.uri("/jobqueue/#/" + view));
		this.page.until("document.querySelector('main')");
	}

	/** The text of the view, with single spaces. */
	String text() {
		return this.page.eval("document.querySelector('main').textContent.replace(/\\s+/g, ' ')").asString();
	}

	/**
	 * Do something while the page gets these answers, by their paths, and others of the
	 * server.
	 */
	void withAnswers(String answers, Runnable test) {
		withScript(ANSWERS.formatted(answers), test);
	}

	/** Do something while each page that is loaded runs a script first. */
	void withScript(String script, Runnable test) {
		String id = this.page.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
			.get("identifier")
			.asString();
		try {
			test.run();
		}
		finally {
			this.page.call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
		}
	}

}
