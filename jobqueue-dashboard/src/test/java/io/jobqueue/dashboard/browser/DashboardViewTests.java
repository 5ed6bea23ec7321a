package io.jobqueue.dashboard.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedules;
import io.jobqueue.Limit;
import io.jobqueue.dashboard.DashboardServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** What each view shows of its data, in a browser. Skipped where there is no Chromium. */
@Tag("process")
class DashboardViewTests {

	/** Three points, of which the middle one has no attempt. */
	private static final String STATISTICS = """
			{ const before = window.fetch, at = (minute) => new Date(Date.now() - minute * 60000).toISOString();
			const times = (p50) => ({ p50, p95: p50 && p50 * 5, p99: p50 && p50 * 9 });
			const answers = { 'api/statistics': { from: at(3), to: at(0), step: 60, points: [
					{ at: at(3), succeeded: 1200, failed: 4, retried: 1, wait: times(40), run: times(300) },
					{ at: at(2), succeeded: 0, failed: 0, retried: 0, wait: times(null), run: times(null) },
					{ at: at(1), succeeded: 796, failed: 0, retried: 2, wait: times(90), run: times(2000) }] } };
			window.fetch = (address, options) => {
				const path = new URL(address).pathname.replace('/jobqueue/', '');
				return answers[path] ? Promise.resolve(new Response(JSON.stringify(answers[path]))) : before(address, options);
			}; }
			""";

	private static DashboardServer server;

	private static Chromium chromium;

	private static BrowserPage page;

	@BeforeAll
	static void start() throws IOException, InterruptedException {
		Path executable = Chromium.require();
		server = DashboardServer.start(WebApplicationType.SERVLET, List.of(), "jobqueue.dashboard.anonymous=operate");
		chromium = Chromium.start(executable);
		page = new BrowserPage(chromium.page());
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			chromium.close();
			server.close();
		}
	}

	@BeforeEach
	void desktop() {
		page.size(1280, 900);
		page.errors().clear();
	}

	@AfterEach
	void consoleIsSilent() {
		assertThat(page.errors()).isEmpty();
	}

	@Test
	void overviewDrawsChartsAndTellsThemInWordsAndNumbers() {
		String script = page.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", STATISTICS))
			.get("identifier")
			.asString();
		try {
			open("overview");
			page.until("document.querySelectorAll('job-chart canvas').length === 3");
			page.until("document.querySelector('job-chart .legend')?.textContent.includes('succeeded 796')");
			assertThat(text()).contains("1,996 jobs succeeded, 4 failed for good (0.2 %), 3 attempts will be retried.");
			assertThat(page.eval("document.querySelectorAll('job-chart')[2].getAttribute('aria-label')").asString())
				.startsWith("Run time. The highest p95 was 10 s, at ");
			page.eval("document.querySelector('details.more summary').click()");
			page.until("document.querySelectorAll('details.more tbody tr').length === 2");
			assertThat(text()).contains("90 ms / 450 ms / 810 ms");
			page.eval("document.querySelector('.periods a:nth-child(3)').click()");
			page.until("document.querySelector('main h2').textContent.includes('Last 72 hours')");
			assertThat(page.eval("location.hash").asString()).isEqualTo("#/overview?period=72h");
			page.size(390, 844);
			page.until("document.querySelector('job-chart canvas').clientWidth < 390");
			assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
		}
		finally {
			page.call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
		}
	}

	@Test
	void queueSaysWhatHoldsItBackAndHowItChanges() {
		server.bean(JobOperator.class).limit("held", "", Limit.ofMaxRunning(0));
		server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("held"));
		open("queues?name=held");
		page.until("document.querySelector('main td .tag[href]')?.textContent === 'limit: 0 of 0 run'");
		page.until("document.querySelector('main tbody tr').textContent.includes('steady')");
		page.eval("document.querySelector('main td .tag[href]').click()");
		page.until("document.querySelector('main h1')?.textContent === 'Limits'");
		page.until("document.querySelectorAll('main tbody tr').length === 1");
	}

	@Test
	void jobsAreFoundByTimeAndQueuesHaveCounts() {
		JobId id = server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("emails"));
		server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("jobs?queue=emails&status=SUCCESS");
		page.until("document.querySelector('main tbody tr')");
		assertThat(page.eval("document.querySelector('main select option:checked').textContent").asString())
			.matches("emails \\([1-9]\\d*\\)");
		page.eval("""
				{ const until = document.querySelector('input[type=datetime-local]'); until.value = '2020-01-31T12:00';
				until.dispatchEvent(new Event('change')); }""");
		page.until("document.querySelector('main .empty')?.textContent === 'No job matches this filter.'");
		assertThat(page.eval("location.hash").asString()).contains("until=2020-01-31T").contains("queue=emails");
	}

	@Test
	void errorShowsWhatIsNotOfALibraryFirst() {
		JobId id = server.bean(JobDispatcher.class).dispatch("fail", "x");
		server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("job?id=" + id);
		page.until("document.querySelector('main pre.own')");
		assertThat(page.eval("document.querySelector('main pre.own').textContent").asString())
			.contains("IllegalArgumentException: Cannot read x")
			.doesNotContain("java.base");
		assertThat(text()).containsPattern("The whole stack trace, with \\d+ frames of libraries");
	}

	@Test
	void jobSaysThatNoWorkerServesItsQueue() {
		JobId id = server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("nobody"));
		open("job?id=" + id);
		page.until("document.querySelector('main .waits')");
		assertThat(page.eval("document.querySelector('main .waits').textContent").asString())
			.contains("No worker that is alive serves queue 'nobody'")
			.doesNotContain("No limit holds it back");
	}

	@Test
	void scheduleSaysHowItsLastRunEnded() {
		JobId id = server.bean(JobSchedules.class).trigger("nightly");
		server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("schedules");
		page.until("document.querySelector('main .runs a[data-outcome=SUCCESS]')");
		assertThat(text()).containsPattern("success in \\d+");
	}

	@Test
	void workersAreReducedToAQueue() {
		open("workers?queue=emails");
		page.until("document.querySelectorAll('main tbody tr').length === 1");
		assertThat(text()).contains("Only queue emails", "permits in use");
	}

	/** Workers store what they have done once in 10 s. */
	@Test
	void tasksAndQueuesHaveWhatWorkersHaveDone() {
		JobId id = server.bean(JobDispatcher.class).dispatch("succeed", "x");
		server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("tasks");
		page.until("document.querySelector('main .trend')");
		assertThat(text()).containsPattern("succeed emails\\d+ %\\d+ ms / \\d+ ms");
		open("queues?name=emails");
		page.until("document.querySelector('main tbody tr')?.textContent.includes(' a min')");
	}

	private static String text() {
		return page.eval("document.querySelector('main').textContent.replace(/\\s+/g, ' ')").asString();
	}

	private static void open(String view) {
		page.open(server.uri("/jobqueue/#/" + view));
		page.until("document.querySelector('main')");
	}

}
