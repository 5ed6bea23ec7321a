package io.jobqueue.dashboard.browser;

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
import io.jobqueue.dashboard.ServletUsers;
import io.jobqueue.dashboard.TestApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page in a browser. */
class DashboardPageTests extends BrowserTest {

	private JobId failed;

	DashboardPageTests() {
		super(List.of(ServletUsers.class), "jobqueue.dashboard.anonymous=operate");
	}

	@BeforeAll
	void fill() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		jobs.batch(List.of(JobRequest.of("succeed", "x").onQueue("flows"))).dispatch();
		this.failed = jobs
			.dispatch(JobRequest.of("fail", TestApplication.HOSTILE).withHeader("note", TestApplication.HOSTILE));
		this.server.bean(JobExplorer.class).await(this.failed, Duration.ofSeconds(30));
		this.server.bean(AuditTrail.class).record("eve", "pause", "queue " + TestApplication.HOSTILE, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "overview", "queues", "jobs", "flows", "failures", "schedules", "workers", "tasks",
			"limits", "audit" })
	void viewShowsItsDataAndFitsAPhone(String view) {
		open(view);
		this.page.until("document.querySelector('main table')");
		assertThat(this.page.eval("document.querySelector('nav [aria-current]').hash").asString())
			.isEqualTo("#/" + view);
		this.page.size(390, 844);
		this.page.until("innerWidth === 390");
		assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
	}

	@Test
	void menuOfAPhoneShowsTheViewThatALinkHasOpened() {
		this.page.size(390, 844);
		this.page.until("innerWidth === 390");
		for (String view : List.of("audit", "overview")) {
			open(view);
			this.page.until("document.querySelector('main table')");
			assertThat(this.page.eval("""
					(() => { const entry = document.querySelector('nav [aria-current]').getBoundingClientRect();
						return entry.left >= 0 && entry.right <= 390; })()""").asBoolean()).as(view).isTrue();
		}
	}

	/** Without their heads, nobody knows which is which. */
	@Test
	void timesOfAGroupOfFailuresAreNamedOnAPhone() {
		this.page.size(390, 844);
		open("failures");
		this.page.until("document.querySelector('main table')");
		assertThat(this.page.eval("""
				[...document.querySelectorAll('main tbody tr:first-child td')]
					.map((cell) => getComputedStyle(cell, '::before').content).join()""").asString()).contains("First",
				"Last");
	}

	/** It would act on what the reader does not see any more. */
	@Test
	void questionBeforeAnActGoesWithItsView() {
		open("queues");
		this.page.until("document.querySelector('main table')");
		this.page.eval("location.hash = '#/failures'");
		this.page.press("Requeue java.lang.IllegalArgumentException of fail");
		this.page.until("document.getElementById('dialog').open");
		this.page.eval("history.back()");
		this.page.until("location.hash === '#/queues' && !document.getElementById('dialog').open");
	}

	@Test
	void slashLeadsToTheFilterOfFailures() {
		open("failures");
		this.page.until("document.querySelector('main table')");
		this.page.key("/");
		this.page.until("document.activeElement.id === 'search'");
	}

	@Test
	void longNameOfAQueueFitsThePage() {
		this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("Q".repeat(100)));
		open("queues?name=QQ");
		this.page.until("document.querySelector('main table')");
		assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(1280);
	}

	/** Groups have the class of an error and not its message. */
	@Test
	void wordOfAMessageLeadsFromFailuresToJobs() {
		open("failures?error=Cannot");
		this.page.until("document.querySelector('main .empty a')");
		this.page.eval("document.querySelector('main .empty a').click()");
		this.page.until("location.hash.includes('text=Cannot')");
		this.page.until("[...document.querySelectorAll('main tbody a')].some((each) => each.hash.includes('%s'))"
			.formatted(this.failed));
	}

	@Test
	void textIsCopiedWithoutTheClipboardOfHttps() {
		open("job?id=" + this.failed);
		this.page.until("document.querySelector('main .error')");
		this.page.eval("""
				Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
				document.execCommand = () => Boolean(window.copied = document.activeElement.value)""");
		this.page.press("Copy");
		this.page.until("[...document.querySelectorAll('main button')].some((each) => each.textContent === 'Copied')");
		assertThat(this.page.eval("copied").asString()).isEqualTo(this.failed.value());
	}

	@Test
	void hostileTextIsText() {
		for (String view : List.of("job?id=" + failed, "jobs?status=FAILED", "audit")) {
			open(view);
			this.page.until("document.querySelector('main h1')");
			this.page.until("document.querySelector('main table')");
			assertThat(this.page.eval("document.querySelector('main').textContent").asString()).contains("<img src=x");
			assertThat(this.page.eval("document.querySelectorAll('main img').length").asInt()).isZero();
			assertThat(this.page.eval("document.title").asString()).doesNotContain("hostile");
		}
		open("job?id=" + this.failed);
		this.page.until("document.querySelector('main .error')");
		assertThat(this.page.eval("document.querySelector('main').textContent").asString())
			.contains("Cannot read " + TestApplication.HOSTILE);
	}

	@Test
	void queueIsPausedAndResumed() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		open("queues");
		this.page.press("Pause emails");
		await().until(() -> explorer.queue("emails").paused());
		this.page.press("Resume emails");
		await().until(() -> !explorer.queue("emails").paused());
		this.page.until("document.getElementById('live').textContent === 'Workers claim jobs of emails again.'");
	}

	@Test
	void actIsInTheAudit() {
		open("queues");
		this.page.press("Pause payments");
		this.page.press("Resume payments");
		this.page.until("document.getElementById('live').textContent === 'Workers claim jobs of payments again.'");
		open("audit");
		this.page.until("document.querySelector('main tbody tr')?.textContent.includes('queue payments')");
		assertThat(this.page.eval("document.querySelector('main tbody tr').textContent").asString()).contains("resume",
				"anonymous");
	}

	@Test
	void jobIsRequeuedFromItsPage() {
		int deliveries = this.server.bean(JobExplorer.class).find(this.failed).orElseThrow().delivery();
		open("job?id=" + this.failed);
		this.page.press("Requeue");
		await()
			.until(() -> this.server.bean(JobExplorer.class).find(this.failed).orElseThrow().delivery() > deliveries);
	}

	@Test
	void jobThatWaitsForItsTimeRunsNow() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		JobRequest later = JobRequest.of("succeed", "x").onQueue("sooner").after(Duration.ofHours(1));
		open("job?id=" + jobs.dispatch(later));
		this.page.press("Run now");
		await().until(() -> explorer.queue("sooner").size(JobStatus.QUEUED) == 1);
		this.page.until("document.getElementById('live').textContent === 'The job was queued.'");
		this.page
			.until("![...document.querySelectorAll('main button')].some((each) => each.textContent === 'Run now')");
		jobs.dispatch(later);
		jobs.dispatch(later);
		open("jobs?queue=sooner&status=SCHEDULED");
		this.page.press("Run all now …");
		this.page.press("Run 2 jobs now");
		await().until(() -> explorer.queue("sooner").size(JobStatus.QUEUED) == 3);
		this.page.until("document.getElementById('live').textContent === '2 jobs queued.'");
		this.server.bean(JobOperator.class).purge("sooner");
	}

	@Test
	void allThatMatchAreCountedAndThenCancelled() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		for (int i = 0; i < 5; i++) {
			jobs.dispatch(JobRequest.of("succeed", "x").onQueue("bulk").after(Duration.ofHours(1)));
		}
		open("jobs?queue=bulk&status=SCHEDULED");
		this.page.press("Cancel all …");
		this.page.press("Cancel 5 jobs");
		await().until(() -> this.server.bean(JobExplorer.class).queue("bulk").size(JobStatus.CANCELLED) == 5);
		this.page.until("document.getElementById('live').textContent === '5 jobs cancelled.'");
	}

	@Test
	void labelOfATagShowsTheJobsThatHaveIt() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		JobRequest later = JobRequest.of("succeed", "x").onQueue("tagged").after(Duration.ofHours(1));
		JobId both = jobs.dispatch(later.withTags("billing", "customer=acme/eu"));
		jobs.dispatch(later.withTag("billing"));
		open("jobs?queue=tagged");
		this.page.until("document.querySelectorAll('main .label').length === 3");
		this.page.eval(
				"[...document.querySelectorAll('main .label')].find((each) => each.textContent === 'customer=acme/eu').click()");
		this.page.until("document.querySelectorAll('main tbody tr').length === 1");
		assertThat(this.page.eval("location.hash").asString())
			.isEqualTo("#/jobs?queue=tagged&tag=customer%3Dacme%2Feu");
		assertThat(this.page.eval("document.getElementById('tags').value").asString()).isEqualTo("customer=acme/eu");
		open("job?id=" + both);
		this.page.until("document.querySelectorAll('main .facts .label').length === 2");
		this.page.eval("document.querySelector('main .facts .label').click()");
		this.page.until("document.querySelectorAll('main tbody tr').length === 2");
		open("jobs?tag=billing&status=SCHEDULED");
		this.page.press("Cancel all …");
		this.page.press("Cancel 2 jobs");
		await().until(() -> this.server.bean(JobExplorer.class).queue("tagged").size(JobStatus.CANCELLED) == 2);
	}

	@Test
	void keysMoveBetweenViewsAndRows() {
		open("overview");
		this.page.until("document.querySelector('main h1')");
		this.page.key("g");
		this.page.key("q");
		this.page.until("document.querySelector('main h1')?.textContent === 'Queues'");
		this.page.key("g");
		this.page.key("a");
		this.page.until("document.querySelector('main h1')?.textContent === 'Audit'");
		this.page.key("j");
		this.page.until("document.activeElement.matches('main tbody tr')");
		this.page.key("?");
		this.page.until("document.getElementById('dialog').open");
	}

	@Test
	void failureKeepsWhatWasShown() {
		open("queues");
		this.page.until("document.querySelector('main table')");
		this.page.call("Network.setBlockedURLs", Map.of("urls", List.of("*/api/*")));
		try {
			this.page.until("document.querySelector('main.stale .failure')");
			assertThat(this.page.eval("document.querySelector('main').textContent").asString())
				.contains("The application does not answer", "What is shown below was read at", "payments");
		}
		finally {
			this.page.call("Network.setBlockedURLs", Map.of("urls", List.of()));
			this.page.until("!document.querySelector('.failure')");
			this.page.errors().clear();
		}
	}

	@Test
	void purgeIsNotOfferedWithoutItsAuthority() {
		this.server.bean(JobOperator.class).pause("paused");
		open("queues");
		this.page.until("document.querySelector('main table')");
		assertThat(this.page.eval("document.querySelector('main').textContent").asString()).contains("Pause")
			.doesNotContain("Purge");
	}

}
