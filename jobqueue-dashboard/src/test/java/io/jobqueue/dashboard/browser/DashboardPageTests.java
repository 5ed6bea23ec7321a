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
import io.jobqueue.JobStatus;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.dashboard.DashboardServer;
import io.jobqueue.dashboard.ServletUsers;
import io.jobqueue.dashboard.TestApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page in a browser. Skipped where there is no Chromium. */
@Tag("process")
class DashboardPageTests {

	private static DashboardServer server;

	private static Chromium chromium;

	private static BrowserPage page;

	private static JobId failed;

	@BeforeAll
	static void start() throws IOException, InterruptedException {
		Path executable = Chromium.require();
		server = DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class),
				"jobqueue.dashboard.anonymous=operate");
		chromium = Chromium.start(executable);
		page = new BrowserPage(chromium.page());
		JobDispatcher jobs = server.bean(JobDispatcher.class);
		failed = jobs
			.dispatch(JobRequest.of("fail", TestApplication.HOSTILE).withHeader("note", TestApplication.HOSTILE));
		server.bean(JobExplorer.class).await(failed, Duration.ofSeconds(30));
		server.bean(AuditTrail.class).record("eve", "pause", "queue " + TestApplication.HOSTILE, 1);
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

	@ParameterizedTest
	@ValueSource(
			strings = { "overview", "queues", "jobs", "failures", "schedules", "workers", "tasks", "limits", "audit" })
	void viewShowsItsDataAndFitsAPhone(String view) {
		open(view);
		page.until("document.querySelector('main table')");
		assertThat(page.eval("document.querySelector('nav [aria-current]').hash").asString()).isEqualTo("#/" + view);
		page.size(390, 844);
		page.until("innerWidth === 390");
		assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
	}

	@Test
	void hostileTextIsText() {
		for (String view : List.of("job?id=" + failed, "jobs?status=FAILED", "audit")) {
			open(view);
			page.until("document.querySelector('main h1')");
			page.until("document.querySelector('main table')");
			assertThat(page.eval("document.querySelector('main').textContent").asString()).contains("<img src=x");
			assertThat(page.eval("document.querySelectorAll('main img').length").asInt()).isZero();
			assertThat(page.eval("document.title").asString()).doesNotContain("hostile");
		}
		open("job?id=" + failed);
		page.until("document.querySelector('main .error')");
		assertThat(page.eval("document.querySelector('main').textContent").asString())
			.contains("Cannot read " + TestApplication.HOSTILE);
	}

	@Test
	void queueIsPausedAndResumed() {
		JobExplorer explorer = server.bean(JobExplorer.class);
		open("queues");
		page.press("Pause emails");
		await().until(() -> explorer.queue("emails").paused());
		page.press("Resume emails");
		await().until(() -> !explorer.queue("emails").paused());
		page.until("document.getElementById('live').textContent === 'Workers claim jobs of emails again.'");
	}

	@Test
	void actIsInTheAudit() {
		open("queues");
		page.press("Pause payments");
		page.press("Resume payments");
		page.until("document.getElementById('live').textContent === 'Workers claim jobs of payments again.'");
		open("audit");
		page.until("document.querySelector('main tbody tr')?.textContent.includes('queue payments')");
		assertThat(page.eval("document.querySelector('main tbody tr').textContent").asString()).contains("resume",
				"anonymous");
	}

	@Test
	void jobIsRequeuedFromItsPage() {
		int deliveries = server.bean(JobExplorer.class).find(failed).orElseThrow().delivery();
		open("job?id=" + failed);
		page.press("Requeue");
		await().until(() -> server.bean(JobExplorer.class).find(failed).orElseThrow().delivery() > deliveries);
	}

	@Test
	void jobThatWaitsForItsTimeRunsNow() {
		JobDispatcher jobs = server.bean(JobDispatcher.class);
		JobExplorer explorer = server.bean(JobExplorer.class);
		JobRequest later = JobRequest.of("succeed", "x").onQueue("sooner").after(Duration.ofHours(1));
		open("job?id=" + jobs.dispatch(later));
		page.press("Run now");
		await().until(() -> explorer.queue("sooner").size(JobStatus.QUEUED) == 1);
		page.until("document.getElementById('live').textContent === 'The job was queued.'");
		page.until("![...document.querySelectorAll('main button')].some((each) => each.textContent === 'Run now')");
		jobs.dispatch(later);
		jobs.dispatch(later);
		open("jobs?queue=sooner&status=SCHEDULED");
		page.press("Run all now …");
		page.press("Run 2 jobs now");
		await().until(() -> explorer.queue("sooner").size(JobStatus.QUEUED) == 3);
		page.until("document.getElementById('live').textContent === '2 jobs queued.'");
		server.bean(JobOperator.class).purge("sooner");
	}

	@Test
	void allThatMatchAreCountedAndThenCancelled() {
		JobDispatcher jobs = server.bean(JobDispatcher.class);
		for (int i = 0; i < 5; i++) {
			jobs.dispatch(JobRequest.of("succeed", "x").onQueue("bulk").after(Duration.ofHours(1)));
		}
		open("jobs?queue=bulk&status=SCHEDULED");
		page.press("Cancel all …");
		page.press("Cancel 5 jobs");
		await().until(() -> server.bean(JobExplorer.class).queue("bulk").size(JobStatus.CANCELLED) == 5);
		page.until("document.getElementById('live').textContent === '5 jobs cancelled.'");
	}

	@Test
	void labelOfATagShowsTheJobsThatHaveIt() {
		JobDispatcher jobs = server.bean(JobDispatcher.class);
		JobRequest later = JobRequest.of("succeed", "x").onQueue("tagged").after(Duration.ofHours(1));
		JobId both = jobs.dispatch(later.withTags("billing", "customer=acme/eu"));
		jobs.dispatch(later.withTag("billing"));
		open("jobs?queue=tagged");
		page.until("document.querySelectorAll('main .label').length === 3");
		page.eval(
				"[...document.querySelectorAll('main .label')].find((each) => each.textContent === 'customer=acme/eu').click()");
		page.until("document.querySelectorAll('main tbody tr').length === 1");
		assertThat(page.eval("location.hash").asString()).isEqualTo("#/jobs?queue=tagged&tag=customer%3Dacme%2Feu");
		assertThat(page.eval("document.getElementById('tags').value").asString()).isEqualTo("customer=acme/eu");
		open("job?id=" + both);
		page.until("document.querySelectorAll('main .facts .label').length === 2");
		page.eval("document.querySelector('main .facts .label').click()");
		page.until("document.querySelectorAll('main tbody tr').length === 2");
		open("jobs?tag=billing&status=SCHEDULED");
		page.press("Cancel all …");
		page.press("Cancel 2 jobs");
		await().until(() -> server.bean(JobExplorer.class).queue("tagged").size(JobStatus.CANCELLED) == 2);
	}

	@Test
	void keysMoveBetweenViewsAndRows() {
		open("overview");
		page.until("document.querySelector('main h1')");
		page.key("g");
		page.key("q");
		page.until("document.querySelector('main h1')?.textContent === 'Queues'");
		page.key("g");
		page.key("a");
		page.until("document.querySelector('main h1')?.textContent === 'Audit'");
		page.key("j");
		page.until("document.activeElement.matches('main tbody tr')");
		page.key("?");
		page.until("document.getElementById('dialog').open");
	}

	@Test
	void failureKeepsWhatWasShown() {
		open("queues");
		page.until("document.querySelector('main table')");
		page.call("Network.setBlockedURLs", Map.of("urls", List.of("*/api/*")));
		try {
			page.until("document.querySelector('main.stale .failure')");
			assertThat(page.eval("document.querySelector('main').textContent").asString())
				.contains("The application does not answer", "What is shown below was read at", "payments");
		}
		finally {
			page.call("Network.setBlockedURLs", Map.of("urls", List.of()));
			page.until("!document.querySelector('.failure')");
			page.errors().clear();
		}
	}

	@Test
	void purgeIsNotOfferedWithoutItsAuthority() {
		server.bean(JobOperator.class).pause("paused");
		open("queues");
		page.until("document.querySelector('main table')");
		assertThat(page.eval("document.querySelector('main').textContent").asString()).contains("Pause")
			.doesNotContain("Purge");
	}

	private static void open(String view) {
		page.open(server.uri("/jobqueue/#/" + view));
		page.until("document.querySelector('main')");
	}

}
