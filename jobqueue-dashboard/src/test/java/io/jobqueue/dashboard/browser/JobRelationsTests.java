package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.annotation.JobTask;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The way from a job to its parent and back, in a browser. */
class JobRelationsTests extends BrowserTest {

	private static final String PARENT = "document.querySelector('main dl.facts a[href*=\"#/job?id=\"]')";

	private static final String RELATED = "[...document.querySelectorAll('main a')].find((each) => each.textContent === 'Related jobs')";

	JobRelationsTests() {
		super(List.of(Orders.class), "jobqueue.dashboard.anonymous=view");
	}

	@Test
	void childLeadsToItsParentAndThatToItsChildren() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		JobId parent = this.server.bean(JobDispatcher.class).dispatch("order", "x");
		explorer.await(parent, Duration.ofSeconds(30));
		JobId child = explorer.result(parent, String.class).map(JobId::of).orElseThrow();
		open("job?id=" + child);
		this.page.until(PARENT);
		assertThat(text()).contains("Parent");
		assertThat(Axe.faults(this.page)).isEmpty();
		this.page.eval(PARENT + ".click()");
		this.page.until("document.querySelector('main h1')?.textContent.includes('%s')".formatted(parent));
		assertThat(this.page.eval(PARENT + " === null").asBoolean()).isTrue();
		this.page.eval(RELATED + ".click()");
		this.page.until("document.querySelectorAll('main tbody tr').length === 2");
		assertThat(this.page.eval("[...document.querySelectorAll('main tbody a')].map((each) => each.href).join()")
			.asString()).contains(child.value());
	}

	@Test
	void maskedPayloadsHaveNoSearchForRelatedJobs() {
		JobId job = this.server.bean(JobDispatcher.class).dispatch("succeed", "x");
		withAnswers("""
				{ 'api/session': { user: 'ada', access: 'VIEW', readOnly: false, audit: false, payloads: 'MASKED',
					csrf: null } }""", () -> {
			open("job?id=" + job);
			this.page.until("document.querySelector('main h2')");
			assertThat(this.page.eval(RELATED + " === undefined").asBoolean()).isTrue();
		});
	}

	/** Dispatches another job, and returns its id. */
	static class Order {

		private final JobDispatcher jobs;

		Order(JobDispatcher jobs) {
			this.jobs = jobs;
		}

		@JobTask(name = "order", queue = "orders")
		String order(String text) {
			JobContext.current().log("Dispatches a job");
			return this.jobs.dispatch("succeed", text).value();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@Bean
		Order order(JobDispatcher jobs) {
			return new Order(jobs);
		}

	}

}
