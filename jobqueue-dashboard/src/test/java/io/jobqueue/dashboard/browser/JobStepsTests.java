package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.dashboard.TestApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The finished steps of a job on its page, in a browser. */
class JobStepsTests extends BrowserTest {

	private static final String LIST = "document.getElementById('steps')";

	private JobId job;

	JobStepsTests() {
		super(List.of(Shippings.class), "jobqueue.dashboard.anonymous=view");
	}

	@BeforeEach
	void run() {
		this.job = this.server.bean(JobDispatcher.class).dispatch("ship", TestApplication.HOSTILE);
	}

	@AfterEach
	void end() {
		goOn(2);
		this.server.bean(JobExplorer.class).await(this.job, Duration.ofSeconds(30));
		this.server.bean(Shipping.class).permits.drainPermits();
	}

	@Test
	void finishedStepsFollowAndStayOpen() {
		open("job?id=" + this.job);
		this.page.until(LIST + "?.querySelectorAll('li').length === 1");
		assertThat(this.page.eval(LIST + ".innerText").asString()).startsWith("charge").doesNotContain("<img");
		assertThat(this.page.eval(LIST + ".querySelector('details').open").asBoolean()).isFalse();
		this.page.eval(LIST + ".querySelector('summary').click()");
		this.page.until(LIST + ".querySelector('pre').innerText.includes('<img src=x')");
		goOn(1);
		this.page.until(LIST + ".querySelectorAll('li').length === 2");
		assertThat(this.page.eval(LIST + ".querySelector('details').open").asBoolean()).isTrue();
		assertThat(text()).contains("2 steps finished", "pack " + TestApplication.HOSTILE);
		goOn(1);
		this.page.until("document.querySelector('main .lead').textContent.includes('SUCCESS')");
		this.page.until(LIST + ".querySelectorAll('li').length === 3");
		assertThat(this.page.eval("document.querySelectorAll('main img').length").asInt()).isZero();
		assertThat(this.page.eval("document.title").asString()).doesNotContain("hostile");
	}

	@Test
	void stepsOfAnEndedJobAreReadOnce() {
		goOn(2);
		this.server.bean(JobExplorer.class).await(this.job, Duration.ofSeconds(30));
		withAnswers("{}", () -> {
			open("job?id=" + this.job);
			this.page.until(LIST + "?.querySelectorAll('li').length === 3");
			this.page.until("reads.filter((path) => path.endsWith('%s')).length > 2".formatted(this.job));
			assertThat(this.page.eval("reads.filter((path) => path.endsWith('/steps')).length").asInt()).isOne();
		});
	}

	@Test
	void jobIsShownWithoutItsSteps() {
		withAnswers("{ 'api/jobs/%s/steps': away }".formatted(this.job), () -> {
			open("job?id=" + this.job);
			this.page.until("document.querySelector('main .missing')");
			assertThat(text()).contains("Steps cannot be shown: The store does not answer", "Time line");
		});
		withAnswers("""
				{ 'api/jobs/%s/steps': { steps: [{ number: 1, name: 'charge', result: null },
					{ number: 2, name: 'label', result: { text: '"beginn', size: 70000, cut: true } }] } }"""
			.formatted(this.job), () -> {
				open("job?id=" + this.job);
				this.page.until(LIST + "?.querySelectorAll('li').length === 2");
				assertThat(this.page.eval(LIST + ".querySelectorAll('details').length").asInt()).isOne();
				assertThat(text()).contains("only the beginning is shown");
			});
	}

	@Test
	void stepsAreAccessibleAndFitAPhone() {
		goOn(1);
		open("job?id=" + this.job);
		this.page.until(LIST + "?.querySelectorAll('li').length === 2");
		this.page.eval(LIST + ".querySelectorAll('summary').forEach((each) => each.click())");
		assertThat(Axe.faults(this.page)).as("light").isEmpty();
		this.page.size(390, 844);
		this.page.until("innerWidth === 390");
		assertThat(Axe.faults(this.page)).as("phone").isEmpty();
		assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
	}

	private void goOn(int steps) {
		this.server.bean(Shipping.class).permits.release(steps);
	}

	/** Makes a step, then one after each permit of the test. */
	static class Shipping {

		final Semaphore permits = new Semaphore(0);

		@JobTask(name = "ship", queue = "shippings")
		void ship(String text) throws InterruptedException {
			JobContext job = JobContext.current();
			job.step("charge", () -> text);
			this.permits.acquire();
			job.step("pack " + text, () -> "W".repeat(500));
			this.permits.acquire();
			job.step("announce", () -> {
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shippings {

		@Bean
		Shipping shipping() {
			return new Shipping();
		}

	}

}
