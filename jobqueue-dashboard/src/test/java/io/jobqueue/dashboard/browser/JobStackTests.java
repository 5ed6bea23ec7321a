package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The stack of a running job on its page, in a browser. */
class JobStackTests extends BrowserTest {

	private static final String BUTTON = "document.querySelector('main button[aria-label=\"Show the stack of this job\"]')";

	private static final String TIME = "document.querySelector('main h2 small').textContent.match(/of ([\\d:]{8})/)[1]";

	/** The clock of the browser is two hours fast until somebody sets it right. */
	private static final String FAST = """
			{ const Real = Date;
			window.fast = 7200000;
			window.Date = class extends Real {
				constructor(...all) {
					super(...(all.length ? all : [Real.now() + window.fast]));
				}
				static now() {
					return Real.now() + window.fast;
				}
			}; }
			""";

	private JobId job;

	JobStackTests() {
		super(List.of(Waits.class), "jobqueue.dashboard.anonymous=view");
	}

	@BeforeEach
	void run() {
		this.job = this.server.bean(JobDispatcher.class).dispatch("wait", "x");
		await().until(() -> this.server.bean(JobExplorer.class).find(this.job).orElseThrow().status(),
				(status) -> status == JobStatus.STARTED);
	}

	@AfterEach
	void end() {
		this.server.bean(Wait.class).release.release();
		this.server.bean(JobExplorer.class).await(this.job, Duration.ofSeconds(30));
	}

	@Test
	void stackIsShownAtTheRequestOfTheReader() {
		open("job?id=" + this.job);
		this.page.until(BUTTON);
		assertThat(this.page.eval("document.getElementById('stack') === null").asBoolean()).isTrue();
		this.page.eval(BUTTON + ".click()");
		this.page.until("document.getElementById('stack')?.textContent.includes('waitsOnPurpose')");
		assertThat(this.page.eval(BUTTON + ".textContent").asString()).isEqualTo("Show again");
		assertThat(Axe.faults(this.page)).isEmpty();
	}

	@Test
	void reasonIsShownWithoutAnAnswer() {
		withAnswers("{ 'api/jobs/%s/stack': { outcome: 'NO_ANSWER', worker: 'w', text: '' } }".formatted(this.job),
				() -> {
					open("job?id=" + this.job);
					this.page.until(BUTTON);
					this.page.eval(BUTTON + ".click()");
					this.page.until("document.body.textContent.includes('did not answer within 5 s')");
				});
		withAnswers("{ 'api/jobs/%s/stack': away }".formatted(this.job), () -> {
			open("job?id=" + this.job);
			this.page.until(BUTTON);
			this.page.eval(BUTTON + ".click()");
			this.page.until("document.body.textContent.includes('The stack cannot be shown')");
		});
	}

	@Test
	void timesAreThoseOfTheServer() {
		withScript(FAST, () -> {
			open("job?id=" + this.job);
			this.page.until(BUTTON);
			this.page.eval(BUTTON + ".click()");
			this.page.until("document.getElementById('stack')");
			assertThat(text()).containsPattern("started (now|[\\d.]+ (s|ms) ago)");
			LocalTime taken = LocalTime.parse(this.page.eval(TIME).asString());
			int seconds = LocalTime.now().toSecondOfDay() - taken.toSecondOfDay();
			assertThat(Math.floorMod(seconds + 60, 24 * 3600)).isLessThan(120);
			this.page.eval("window.fast = 0");
			this.page.until("performance.getEntriesByType('resource').length > %s"
				.formatted(this.page.eval("performance.getEntriesByType('resource').length + 3").asInt()));
			assertThat(text()).containsPattern("started (now|[\\d.]+ (s|ms) ago)");
		});
	}

	/** Waits until the test has ended. */
	static class Wait {

		final Semaphore release = new Semaphore(0);

		@JobTask(name = "wait", queue = "waits")
		void waitsOnPurpose(String text) throws InterruptedException {
			this.release.acquire();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Waits {

		@Bean
		Wait waits() {
			return new Wait();
		}

	}

}
