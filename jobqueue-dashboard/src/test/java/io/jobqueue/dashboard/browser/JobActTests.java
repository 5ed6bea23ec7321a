package io.jobqueue.dashboard.browser;

import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the page says of a search, and its buttons for one job, in a browser. */
class JobActTests extends BrowserTest {

	private static final String ACTS = "[...document.querySelectorAll('main .bulk > button')].map((each) => each.textContent)";

	JobActTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@Test
	void buttonWithTheFocusDoesNotBecomeAnotherAct() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("nobody"));
		open("job?id=" + id);
		this.page.until(ACTS + ".includes('Cancel')");
		this.page.eval("document.querySelector('main .bulk > button').focus()");
		assertThat(this.page.eval("document.activeElement.textContent").asString()).isEqualTo("Cancel");
		this.server.bean(JobOperator.class).cancel(id);
		this.page.until(ACTS + ".includes('Requeue')");
		assertThat(this.page.eval("document.activeElement.tagName").asString()).isEqualTo("BODY");
	}

	@Test
	void jobThatHasSucceededIsRequeuedOnlyWhenAskedTwice() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		JobId id = this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x"));
		await().until(() -> explorer.find(id).orElseThrow().status() == JobStatus.SUCCESS);
		open("job?id=" + id);
		this.page.press("Requeue");
		this.page.until("document.getElementById('dialog').textContent.includes('Its work is done a second time.')");
		this.page.press("Keep as it is");
		this.page.press("Requeue");
		this.page.press("Requeue the job");
		this.page.until("document.getElementById('live').textContent === 'The job was requeued.'");
		await().until(() -> explorer.find(id).orElseThrow().delivery() == 2);
	}

	@Test
	void searchThatHasNotReadAllJobsSaysSo() {
		this.server.bean(JobDispatcher.class)
			.dispatchAll(IntStream.range(0, 2100)
				.mapToObj((i) -> JobRequest.of("succeed", "x").onQueue("nobody-serves-many"))
				.toList());
		open("jobs?queue=nobody-serves-many&text=none-has-this");
		this.page.until(
				"document.querySelector('main .empty')?.textContent === 'No job matches among those that were read.'");
		for (int page = 0; page < 20 && this.page.eval("!!" + next()).asBoolean(); page++) {
			String address = this.page.eval(next() + ".getAttribute('href')").asString();
			this.page.eval(next() + ".click()");
			this.page.until("!(" + next() + "?.getAttribute('href') === '" + address + "')");
		}
		this.page.until("document.querySelector('main .empty')?.textContent === 'No job matches this filter.'");
	}

	private static String next() {
		return "[...document.querySelectorAll('main .pages a')].find((each) => each.textContent === 'Search on')";
	}

}
